package engine

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/store"
)

// errWithheld is what the last question before the last byte answers where the message must stay.
var errWithheld = errors.New("the message is not to go any more")

// Deliver hands over what the outbox holds: claim a batch, hand over with several workers, record each outcome. It ends when
// nothing is due, or when ctx is done: then what was claimed is given back.
func (e *Engine) Deliver(ctx context.Context) (report Report, err error) {
	tick := 0 // messages of this look
	for {
		if ctx.Err() != nil {
			return report, nil
		}
		allowed, err := e.allow(ctx, e.Now(), tick)
		if err != nil {
			return report, err
		}
		var rows []*store.OutboxRow
		err = e.Store.Write(ctx, func(tx store.Tx) error {
			var err error
			rows, err = tx.Claim(ctx, e.epoch, e.Now(), allowed.batch())
			return err
		})
		if err != nil {
			return report, fmt.Errorf("claim messages: %w", err)
		}
		if len(rows) == 0 {
			return report, nil
		}
		for _, row := range rows {
			if row.Kind == "message" {
				tick++
			}
		}
		did, err := e.handOver(ctx, rows)
		report.add(did)
		if err != nil {
			return report, err
		}
	}
}

// batch is how many rows are claimed at once. Where no message may go any more they are held, and what is still due (webhooks, and what a
// person has let go) goes in full batches.
func (a allowance) batch() int {
	if a.left == 0 {
		return claimBatch
	}
	return min(claimBatch, a.left)
}

// handOver takes claimed rows to their outcomes.
func (e *Engine) handOver(ctx context.Context, rows []*store.OutboxRow) (report Report, err error) {
	c := newCommitter(e)
	defer c.close()
	relays := &relayState{down: map[string]string{}}
	queue := make(chan *store.OutboxRow)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range min(e.Workers, len(rows)) {
		wg.Go(func() {
			recorded := func() error { return nil } // waits for the outcome before this one
			for row := range queue {
				settled := e.handOne(ctx, c, relays, row)
				failed := recorded()
				recorded = c.settle(settled)
				mu.Lock()
				report.count(settled)
				err = errors.Join(err, failed)
				mu.Unlock()
			}
			failed := recorded()
			mu.Lock()
			err = errors.Join(err, failed)
			mu.Unlock()
		})
	}
	for _, row := range rows {
		queue <- row
	}
	close(queue)
	wg.Wait()
	return report, errors.Join(err, c.broken())
}

func (r *Report) count(s store.Settled) {
	switch s.Status {
	case store.Accepted:
		r.Accepted++
	case store.Failed:
		r.Failed++
	case store.Unknown:
		r.Unknown++
	case store.RetryWait:
		r.Retried++
	case store.Dropped:
		r.Dropped++
	case store.Planned, store.Claimed, store.HandingOff, store.HeldOut:
	}
}

// handOne makes one message and hands it over. A letter that cannot be made fails alone.
func (e *Engine) handOne(ctx context.Context, c *committer, relays *relayState, row *store.OutboxRow) store.Settled {
	log := e.Log.With("journey", row.Flow+":"+row.Key, "node", row.Node, "round", row.Round)
	if ctx.Err() != nil || c.broken() != nil {
		return store.Settled{ID: row.ID, Status: store.Planned, NextAt: e.Now()}
	}
	if e.Stopped != nil && e.Stopped(row) {
		return store.Settled{ID: row.ID, Status: store.Planned, NextAt: e.Now().Add(relayPause)}
	}
	if now := e.Now(); !row.ClosesAt.IsZero() && !now.Before(row.ClosesAt) {
		return e.reopen(row, now)
	}
	if why, down := relays.isDown(row.Sender); down {
		return store.Settled{ID: row.ID, Status: store.RetryWait, NextAt: e.Now().Add(relayPause), Answer: why}
	}
	channel := e.Senders[row.Sender]
	if channel == nil {
		return store.Settled{ID: row.ID, Status: store.Failed, Reason: "no sender", Answer: fmt.Sprintf("there is no sender %q", row.Sender)}
	}
	m, err := e.message(ctx, row)
	if err != nil {
		log.Error("a message cannot be made", "err", err)
		return store.Settled{ID: row.ID, Status: store.Failed, Reason: "cannot be made", Answer: err.Error()}
	}
	var stopped store.Verdict
	// Stopping the runner ends what has not come to the last byte: a mail server that does not greet must not keep it for minutes. Once
	// the last byte may be on its way, it must not turn an answer into a doubt: the delivery's own limits end it.
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	letGo := context.AfterFunc(ctx, cancel)
	outcome := channel.Deliver(sending, m, func(context.Context) error {
		if !letGo() {
			stopped = store.Verdict{Stop: true}
			return errWithheld
		}
		if e.Stopped != nil && e.Stopped(row) {
			stopped = store.Verdict{Stop: true, Closed: true}
			return errWithheld
		}
		v, err := c.handOff(row)
		if err != nil {
			return err
		}
		stopped = v
		if v.Stop {
			return errWithheld
		}
		return nil
	})
	if outcome.Verdict == delivery.NotSent && sending.Err() != nil {
		return store.Settled{ID: row.ID, Status: store.Planned, NextAt: e.Now()}
	}
	settled := e.judge(row, outcome, stopped)
	if outcome.Scope == delivery.ScopeRelay && (outcome.Verdict == delivery.NotSent || outcome.Verdict == delivery.Refused) {
		relays.fail(row.Sender, outcome.Answer)
		log.Warn("the relay does not take mail", "sender", row.Sender, "answer", outcome.Answer)
	} else {
		log.Info("handed over", "outcome", string(settled.Status), "answer", outcome.Answer, "attempt", row.Attempts)
	}
	return settled
}

// judge turns a channel's outcome into the row's next status (sending.md 2.2 and 2.3).
func (e *Engine) judge(row *store.OutboxRow, o delivery.Outcome, stopped store.Verdict) store.Settled {
	now := e.Now()
	s := store.Settled{ID: row.ID, Answer: o.Answer}
	switch o.Verdict {
	case delivery.Accepted:
		s.Status = store.Accepted
	case delivery.Unknown:
		s.Status, s.Reason = store.Unknown, o.Answer
		if row.Resend && row.Attempts <= 1 {
			s.NextAt = now.Add(evidenceWindow)
		}
	case delivery.Refused:
		if o.Scope == delivery.ScopeRelay {
			s.Status, s.NextAt = store.RetryWait, now.Add(relayPause)
			return s
		}
		s.Status, s.Reason = store.Failed, o.Answer
		s.Suppress = o.Scope == delivery.ScopeAddress && row.Kind == "message"
	case delivery.NotSent:
		s.Status, s.NextAt = store.RetryWait, now.Add(max(backOff(row.Attempts), o.RetryAfter))
		if row.Attempts >= attemptsMax {
			s = store.Settled{ID: row.ID, Status: store.Failed, Reason: "given up: " + o.Answer, Answer: o.Answer}
		}
	case delivery.Withheld:
		if stopped.Reason != "" {
			s.Status, s.Reason = store.Dropped, stopped.Reason
			return s
		}
		if stopped.Closed {
			return e.reopen(row, now)
		}
		s.Status, s.NextAt = store.Planned, now
	default:
		panic("this is a bug in flowc: a delivery verdict of an unknown kind")
	}
	return s
}

// reopen gives a row back that came too late for its customer's day: it waits for the next hour at which marketing goes.
func (e *Engine) reopen(row *store.OutboxRow, now time.Time) store.Settled {
	topic, zone := e.Program.topics[row.Topic], e.Program.zoneOf(row.Zone)
	open := now
	for {
		until := e.Program.pressure.Closed(topic, open, zone, sendKey(row.Flow, row.Key, row.Node, row.Round))
		if until.IsZero() {
			break
		}
		open = until
	}
	return store.Settled{ID: row.ID, Status: store.Planned, NextAt: open, ClosesAt: e.Program.pressure.ClosesAt(topic, open.Add(1), zone)}
}

const (
	// evidenceWindow is how long a doubt about a message that may be sent again is left to be resolved by evidence.
	evidenceWindow = 15 * time.Minute
	// relayPause is how long a relay that refuses everybody is left alone.
	relayPause = time.Minute
	// backOffMax and attemptsMax bound retries: they grow to 70 minutes and end after about two days (sending.md 2.6).
	backOffMax  = 70 * time.Minute
	attemptsMax = 48
)

// backOff doubles from one minute.
func backOff(attempts int) time.Duration {
	return min(time.Minute<<min(max(attempts-1, 0), 10), backOffMax)
}

// relayState remembers within one batch which relays do not answer, so that a thousand rows do not knock one by one.
type relayState struct {
	mu   sync.Mutex
	down map[string]string
}

func (r *relayState) fail(sender, why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.down[sender] = why
}

func (r *relayState) isDown(sender string) (string, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	why, down := r.down[sender]
	return why, down
}
