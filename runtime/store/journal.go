package store

import (
	"context"
	"crypto/sha256"
	"strings"
	"time"
)

// Mark is a place in the send journal: behind how many records, at which byte, and the checksum up to there.
type Mark struct {
	Seq  int64
	Size int64
	Sum  string
}

// JournalState is what a database knows of the send journal beside it (runtime/journal says what for). The empty ID: none was begun yet.
type JournalState struct {
	ID       string
	Instance string // of this database; it is read and never written
	// Before is the journal's end before the latest group of hand-overs, Head the end after it.
	Before, Head Mark
}

// SendKey is the hash of a message's identity: what the send journal keeps in its place.
type SendKey [16]byte

// SendKey is the row's. It never changes: journals of years ago are asked for it.
func (r *OutboxRow) SendKey() SendKey {
	sum := sha256.Sum256([]byte(strings.Join([]string{"flowc/send", r.Flow, r.Key, r.Node, r.Round}, "\x00")))
	return SendKey(sum[:16])
}

// HandedOver is a hand-over of which only the journal knows.
type HandedOver struct {
	Key  SendKey
	Flow string
	At   time.Time
}

// SendJournal is what the database keeps of the send journal.
type SendJournal interface {
	// Journalled says, in the transaction that hands a group over, where the journal ends now and where it will end with the group.
	// ErrStale where the database does not know that end: it is not the one that the journal was compared with.
	Journalled(ctx context.Context, before, head Mark) error
	// SetJournal takes a journal as it is, after the two have been compared.
	SetJournal(ctx context.Context, id string, end Mark) error
	// Bury keeps messages from ever being handed over, because they were: what is unfinished of them becomes unknown for good, and what the
	// engine inserts later begins as that. It answers how many were not buried before.
	Bury(ctx context.Context, list []HandedOver, now time.Time) (int, error)
}
