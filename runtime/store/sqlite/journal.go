package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// Journal is what this database knows of the send journal.
func (r *reader) Journal(context.Context) (s store.JournalState, err error) {
	_, err = r.c.one(`select j.id, l.instance, j.before_seq, j.before_size, j.before_sum, j.head_seq, j.head_size, j.head_sum from journal j, lease l`, nil,
		&s.ID, &s.Instance, &s.Before.Seq, &s.Before.Size, &s.Before.Sum, &s.Head.Seq, &s.Head.Size, &s.Head.Sum)
	if err != nil {
		return s, fmt.Errorf("what the store knows of the send journal: %w", err)
	}
	return s, nil
}

// Journalled says where the journal will end once a group is in it.
func (t *tx) Journalled(_ context.Context, before, head store.Mark) error {
	n, err := t.c.exec(`update journal set before_seq = head_seq, before_size = head_size, before_sum = head_sum, head_seq = ?, head_size = ?, head_sum = ?
where head_seq = ? and head_size = ? and head_sum = ? and id <> ''`, head.Seq, head.Size, head.Sum, before.Seq, before.Size, before.Sum)
	if err == nil && n != 1 {
		err = store.ErrStale
	}
	if err != nil {
		return fmt.Errorf("the send journal's end: %w", err)
	}
	return nil
}

// SetJournal takes a journal as it is.
func (t *tx) SetJournal(_ context.Context, id string, end store.Mark) error {
	_, err := t.c.exec(`update journal set id = ?1, before_seq = ?2, before_size = ?3, before_sum = ?4, head_seq = ?2, head_size = ?3, head_sum = ?4`,
		id, end.Seq, end.Size, end.Sum)
	if err != nil {
		return fmt.Errorf("take the send journal: %w", err)
	}
	return nil
}

// Finished calls yield with the key of each finished row.
func (r *reader) Finished(_ context.Context, yield func(store.SendKey)) error {
	return r.keys(`where o.next_ms is null`, func(_ int64, key store.SendKey) { yield(key) })
}

// keys reads the ids and keys of rows of the outbox, o.
func (r *reader) keys(where string, row func(id int64, key store.SendKey)) error {
	err := r.c.each(`select o.id, o.flow, o.key, o.node, o.round from outbox o `+where, nil, func(scan func(...any) error) error {
		var o store.OutboxRow
		if err := scan(&o.ID, &o.Flow, &o.Key, &o.Node, &o.Round); err != nil {
			return err
		}
		row(o.ID, o.SendKey())
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the outbox's keys: %w", err)
	}
	return nil
}

// buriedReason is why a message is unknown that only the journal knew.
const buriedReason = "handed over before the store was restored"

// Bury keeps messages from being handed over again.
func (t *tx) Bury(_ context.Context, handed []store.HandedOver, now time.Time) (buried int, err error) {
	at := now.UnixMilli()
	gone := make(map[store.SendKey]bool, len(handed))
	for i := range handed {
		h := &handed[i]
		n, err := t.c.exec(`insert into buried (key, flow, sent_ms, at_ms) values (?, ?, ?, ?) on conflict do nothing`, h.Key[:], h.Flow, h.At.UnixMilli(), at)
		if err != nil {
			return 0, fmt.Errorf("bury a message: %w", err)
		}
		buried += int(n)
		gone[h.Key] = true
	}
	var ids []int64
	err = t.keys(`where o.next_ms is not null`, func(id int64, key store.SendKey) {
		if gone[key] {
			ids = append(ids, id)
		}
	})
	if err != nil {
		return 0, err
	}
	_, err = t.c.exec(`update outbox set status = 'unknown', reason = ?, doubts = doubts + 1, resend = 0, held = null, next_ms = null, at_ms = ?
where id in (select value from json_each(?))`, buriedReason, at, list(ids))
	if err != nil {
		return 0, fmt.Errorf("bury messages: %w", err)
	}
	return buried, nil
}

// buriedAmong are those rows of which only the journal knew.
func (t *tx) buriedAmong(rows []*store.OutboxRow) (map[*store.OutboxRow]bool, error) {
	var some bool
	if _, err := t.c.one(`select exists (select 1 from buried)`, nil, &some); err != nil || !some {
		return nil, err
	}
	found := map[*store.OutboxRow]bool{}
	for _, row := range rows {
		key := row.SendKey()
		var one sql.NullInt64
		there, err := t.c.one(`select 1 from buried where key = ?`, []any{key[:]}, &one)
		if err != nil {
			return nil, err
		}
		if there {
			found[row] = true
		}
	}
	return found, nil
}
