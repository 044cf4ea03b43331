package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/flowc/flowc/runtime/store"
)

// committer shares a transaction, and so a sync to disk, between workers: while one is being written the next gathers.
type committer struct {
	e        *Engine
	requests chan request
	done     chan struct{}
}

// request is a question before the last byte (handOff) or an outcome to record.
type request struct {
	handOff int64
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

// handOff asks whether the row may still go; where it may, it is on disk as handing_off when the answer comes.
func (c *committer) handOff(id int64) (store.Verdict, error) {
	answer := make(chan reply, 1)
	c.requests <- request{handOff: id, answer: answer}
	r := <-answer
	return r.verdict, r.err
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
	var ids []int64
	var results []store.Settled
	for _, r := range group {
		if r.settled != nil {
			results = append(results, *r.settled)
		} else {
			ids = append(ids, r.handOff)
		}
	}
	verdicts, err := c.write(ids, results)
	for _, r := range group {
		if r.settled != nil {
			continue
		}
		v, ok := verdicts[r.handOff]
		if !ok {
			v = store.Verdict{Stop: true}
		}
		r.answer <- reply{verdict: v, err: err}
	}
	for tries := 1; err != nil && len(results) > 0 && tries < settleTries && !errors.Is(err, store.ErrStale); tries++ {
		_, err = c.write(nil, results)
	}
	for _, r := range group {
		if r.settled != nil {
			r.answer <- reply{err: err}
		}
	}
}

// write is one transaction. It does not stop with the runner's context: an outcome that is known must reach the disk.
func (c *committer) write(ids []int64, results []store.Settled) (verdicts map[int64]store.Verdict, err error) {
	ctx := context.Background()
	err = c.e.Store.Write(ctx, func(tx store.Tx) error {
		now := c.e.Now()
		if len(results) > 0 {
			if err := tx.Settle(ctx, c.e.epoch, now, results); err != nil {
				return fmt.Errorf("record outcomes: %w", err)
			}
		}
		if len(ids) == 0 {
			return nil
		}
		var err error
		if verdicts, err = tx.HandOff(ctx, c.e.epoch, now, ids); err != nil {
			return fmt.Errorf("ask before the last byte: %w", err)
		}
		return nil
	})
	return verdicts, err
}
