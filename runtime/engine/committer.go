package engine

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/flowc/flowc/runtime/journal"
	"github.com/flowc/flowc/runtime/store"
)

// committer shares a transaction, and so a sync to disk, between workers: while one is being written the next gathers. The send journal's
// sync is shared in the same way.
type committer struct {
	e        *Engine
	requests chan request
	done     chan struct{}
	fault    atomic.Pointer[error] // of the store or the send journal: nothing more is handed over in this look
}

// request is a question before the last byte (handOff) or an outcome to record.
type request struct {
	handOff *store.OutboxRow
	settled *store.Settled
	answer  chan<- reply
}

type reply struct {
	verdict store.Verdict
	err     error
}

// groupMax bounds how many requests share a transaction.
const groupMax = 256

func newCommitter(e *Engine) *committer {
	c := &committer{e: e, requests: make(chan request, groupMax), done: make(chan struct{})}
	go c.loop()
	return c
}

// close waits until all that was asked is written.
func (c *committer) close() {
	close(c.requests)
	<-c.done
}

// handOff asks whether the row may still go; where it may, it is on disk as handing_off, and in the send journal, when the answer comes.
func (c *committer) handOff(row *store.OutboxRow) (store.Verdict, error) {
	answer := make(chan reply, 1)
	c.requests <- request{handOff: row, answer: answer}
	r := <-answer
	return r.verdict, r.err
}

// broken is why nothing more can be handed over; nil while it can.
func (c *committer) broken() error {
	if err := c.fault.Load(); err != nil {
		return *err
	}
	return nil
}

// settle lets an outcome be recorded, and answers how to wait for that. What the same worker asks afterwards is written in the same
// transaction or in a later one: on disk a worker never hands over two messages at once, however early it goes on.
func (c *committer) settle(s store.Settled) (wait func() error) {
	if s.Status == store.Dropped {
		return func() error { return nil } // handOff has dropped it
	}
	answer := make(chan reply, 1)
	c.requests <- request{settled: &s, answer: answer}
	return func() error { return (<-answer).err }
}

func (c *committer) loop() {
	defer close(c.done)
	for first := range c.requests {
		group := []request{first}
	gather:
		for len(group) < groupMax {
			select {
			case r, open := <-c.requests:
				if !open {
					break gather
				}
				group = append(group, r)
			default:
				break gather
			}
		}
		c.commit(group)
	}
}

// settleTries bounds how often an outcome is tried to be written. A store that is busy lets each try wait.
const settleTries = 6

// commit writes one group. Where it cannot be written, what was asked for is answered with the error: nothing has left yet, and it can be
// asked again. An outcome is tried again, since it cannot be found out a second time.
func (c *committer) commit(group []request) {
	var rows []*store.OutboxRow
	var results []store.Settled
	broken := c.broken()
	for _, r := range group {
		switch {
		case r.settled != nil:
			results = append(results, *r.settled)
		case broken == nil: // else the store may know an end of the journal that it has not, and would not take the outcomes with the question
			rows = append(rows, r.handOff)
		}
	}
	verdicts, handed, err := c.write(rows, results)
	unrecorded := broken
	if err == nil && len(handed) > 0 {
		// The transaction is on disk: after a crash the database may know of a hand-over that is not in the journal, and the journal of none
		// that is not in the database.
		unrecorded = c.e.Journal.Append(handed)
	}
	if why := errors.Join(err, unrecorded); why != nil && len(rows) > 0 {
		c.fault.Store(&why) // the next message would be written up to its last byte for nothing
	}
	for _, r := range group {
		if r.settled == nil {
			r.answer <- answer(verdicts, r.handOff.ID, err, unrecorded)
		}
	}
	for tries := 1; err != nil && len(results) > 0 && tries < settleTries && !errors.Is(err, store.ErrStale); tries++ {
		_, _, err = c.write(nil, results)
	}
	for _, r := range group {
		if r.settled != nil {
			r.answer <- reply{err: err}
		}
	}
}

// answer is what a question is answered with. What must not go has been dropped in the transaction, whether the journal can be written or not.
func answer(verdicts map[int64]store.Verdict, id int64, err, unrecorded error) reply {
	v, ok := verdicts[id]
	switch {
	case err != nil:
		return reply{verdict: store.Verdict{Stop: true}, err: err}
	case ok && v.Stop || unrecorded == nil && ok:
		return reply{verdict: v}
	}
	return reply{verdict: store.Verdict{Stop: true}, err: unrecorded}
}

// write is one transaction; handed is what the send journal must be told before anything goes. It does not stop with the runner's context:
// an outcome that is known must reach the disk.
func (c *committer) write(rows []*store.OutboxRow, results []store.Settled) (verdicts map[int64]store.Verdict, handed []journal.Entry, err error) {
	ctx := context.Background()
	if len(rows)+len(results) == 0 {
		return nil, nil, nil
	}
	err = c.e.Store.Write(ctx, func(tx store.Tx) error {
		now := c.e.Now()
		if len(results) > 0 {
			if err := tx.Settle(ctx, c.e.epoch, now, results); err != nil {
				return fmt.Errorf("record outcomes: %w", err)
			}
		}
		if len(rows) == 0 {
			return nil
		}
		ids := make([]int64, len(rows))
		for i, row := range rows {
			ids[i] = row.ID
		}
		var err error
		if verdicts, err = tx.HandOff(ctx, c.e.epoch, now, ids); err != nil {
			return fmt.Errorf("ask before the last byte: %w", err)
		}
		if handed = c.entries(rows, verdicts, now); len(handed) == 0 {
			return nil
		}
		return tx.Journalled(ctx, store.Mark(c.e.Journal.End()), store.Mark(c.e.Journal.Next(handed)))
	})
	return verdicts, handed, err
}

// entries are what the journal is told of rows that may go.
func (c *committer) entries(rows []*store.OutboxRow, verdicts map[int64]store.Verdict, now time.Time) (handed []journal.Entry) {
	if c.e.Journal == nil {
		return nil
	}
	for _, row := range rows {
		if v, ok := verdicts[row.ID]; ok && !v.Stop {
			handed = append(handed, journal.Entry{At: now, Key: journal.Key(row.SendKey()), Flow: row.Flow})
		}
	}
	return handed
}
