// Package journal keeps a file of every hand-over, beside the database and on another path: it turns "what does the database know?" into
// "what has left the house?" for the day on which the database lies, because a backup was restored or pages were lost.
//
// The file is text, one line a record, and only ever grows. Its first line says whose it is; each other line is one hand-over, written
// before the last byte of the message goes:
//
//	flowc-journal 1 ID INSTANCE SUM
//	SUM SEQ LEFT MS KEY FLOW
//
// ID is the journal's own name and INSTANCE that of the database that it belongs to, both in hex. SEQ counts from 1. LEFT is how many records
// of the same group follow: a group is written and synced at once, and one that is not whole never let a message go. MS is the time in
// milliseconds since 1970, KEY the hash of the message's identity (32 hex digits; the file holds no id, name or address), FLOW the flow's
// name, escaped as in a URL. SUM is the first half of the SHA-256 of the line before's SUM and of what follows it on its own line, in hex:
// no line can be changed, lost or put in without breaking all that come after. That of the first line is of the line's own text.
//
// The order of writes makes it useful: the database commits that a message is being handed over, together with what the journal's end will
// be; then the journal is written and synced; then the last byte goes. So a database may be one group ahead of its journal, after a crash,
// and never behind it. Compare says what a pair of the two means.
package journal

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Key is the hash of a message's identity.
type Key [16]byte

// Entry is a hand-over that is to be written.
type Entry struct {
	At   time.Time
	Key  Key
	Flow string
}

// Record is a hand-over as the journal has it.
type Record struct {
	Seq int64
	Entry
}

// Mark is a place in a journal: behind how many records, at which byte, and the checksum up to there.
type Mark struct {
	Seq  int64
	Size int64
	Sum  string
}

// Owner is what the first line says: the journal's name and the database that it belongs to.
type Owner struct{ ID, Instance string }

const (
	magic = "flowc-journal 1 "
	// lineMax is longer than any line that is written: a flow's name has at most 200 bytes.
	lineMax = 1 << 10
	flowMax = 200
)

func sumOf(before, text string) string {
	h := sha256.New()
	h.Write([]byte(before))
	h.Write([]byte(text))
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func firstLine(o Owner) string {
	text := magic + o.ID + " " + o.Instance
	return text + " " + sumOf("", text) + "\n"
}

// parseFirst reads the first line, its line feed included.
func parseFirst(line string) (Owner, Mark, error) {
	text, whole := strings.CutSuffix(line, "\n")
	at := strings.LastIndexByte(text, ' ')
	if !whole || at < 0 || !strings.HasPrefix(text, magic) || sumOf("", text[:at]) != text[at+1:] {
		return Owner{}, Mark{}, errors.New("its first line is not that of a journal, or is damaged")
	}
	id, instance, _ := strings.Cut(text[len(magic):at], " ")
	return Owner{ID: id, Instance: instance}, Mark{Size: int64(len(line)), Sum: text[at+1:]}, nil
}

// appendLine writes a record of which so many of its group follow, and moves the mark behind it.
func appendLine(dst []byte, m *Mark, e Entry, left int) []byte {
	flow := url.PathEscape(e.Flow)
	if len(flow) > flowMax {
		flow = url.PathEscape(e.Flow[:flowMax/3]) // an escaped byte takes three
	}
	text := fmt.Sprintf("%d %d %d %s %s", m.Seq+1, left, e.At.UnixMilli(), hex.EncodeToString(e.Key[:]), flow)
	sum := sumOf(m.Sum, text)
	dst = append(append(append(append(dst, sum...), ' '), text...), '\n')
	*m = Mark{Seq: m.Seq + 1, Size: m.Size + int64(len(sum)+len(text)+2), Sum: sum}
	return dst
}

// parsed is a line that has the form of a record, whether its checksum is right or not.
type parsed struct {
	Record
	left int
	sum  string
	text string // what the checksum is of
}

func parseLine(line string) (p parsed, ok bool) {
	text, whole := strings.CutSuffix(line, "\n")
	sum, text, found := strings.Cut(text, " ")
	f := strings.Split(text, " ")
	if !whole || !found || len(sum) != 32 || len(f) != 5 {
		return p, false
	}
	seq, err1 := strconv.ParseInt(f[0], 10, 64)
	left, err2 := strconv.Atoi(f[1])
	ms, err3 := strconv.ParseInt(f[2], 10, 64)
	key, err4 := hex.DecodeString(f[3])
	flow, err5 := url.PathUnescape(f[4])
	if errors.Join(err1, err2, err3, err4, err5) != nil || len(key) != len(Key{}) || left < 0 {
		return p, false
	}
	p = parsed{Record: Record{Seq: seq, Entry: Entry{At: time.UnixMilli(ms).UTC(), Key: Key(key), Flow: flow}}, left: left, sum: sum, text: text}
	return p, true
}

// follows tells whether the line is the one after a mark.
func (p *parsed) follows(m Mark) bool { return p.Seq == m.Seq+1 && p.sum == sumOf(m.Sum, p.text) }
