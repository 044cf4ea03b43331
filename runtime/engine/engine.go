// Package engine turns a store full of orders into journeys that move and messages that leave: it looks at new events, lets
// people enter, wakes journeys that are due, releases messages and hands them over. Decisions are interp's; the engine loads facts,
// carries effects out in one transaction, and stops cleanly.
package engine

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/journal"
	"github.com/flowc/flowc/runtime/store"
)

// The sizes of batches: big enough that one sync is shared by many, small enough that a transaction stays short.
const (
	eventBatch   = 500
	journeyBatch = 1000
	claimBatch   = 500
)

// Config is what an engine needs. Store, Program, Now and Senders are required.
type Config struct {
	Store   store.Store
	Program *Program
	// Now is the clock. A look takes it once; the last question before a hand-over takes it again.
	Now func() time.Time
	// Senders opens the channel of each sender, by its name.
	Senders map[string]delivery.Channel
	// Links makes the addresses of pages in letters; Secret keys the Message-IDs.
	Links  Links
	Secret []byte
	// Guarded keeps the program's limits and the breakers. A simulation has nobody who could release what they hold.
	Guarded bool
	// Stopped, where it is set, is asked before each hand-over, beside the store's own pauses: it works when the store does not.
	Stopped func(row *store.OutboxRow) bool
	// Journal, where it is set, gets a record of each hand-over before the last byte goes. A simulation has none.
	Journal Journal
	// Workers hand over at once, at most; 0 means 1.
	Workers int
	Log     *slog.Logger
}

// Journal is the send journal. After an error of Append it takes nothing more, and nothing more is handed over.
type Journal interface {
	End() journal.Mark
	// Next is the end that it will have after Append.
	Next([]journal.Entry) journal.Mark
	Append([]journal.Entry) error
}

// Engine moves the journeys of one program on one store.
type Engine struct {
	Config
	epoch   int64
	buffers buffers
	older   older
	late    bool // journeys passed a wait in this look: it is in arrears, and all that flows read is loaded at once
}

// New makes an engine that works under a lease's epoch.
func New(c Config, epoch int64) *Engine {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Workers = max(c.Workers, 1)
	return &Engine{Config: c, epoch: epoch}
}

// Report says what one look did.
type Report struct {
	Events, Entered, Moved, Released, Dropped, Calls, Updates int
	Accepted, Failed, Retried, Unknown                        int
}

// Plus is the sum of two reports.
func (r Report) Plus(o Report) Report { r.add(o); return r }

func (r *Report) add(o Report) {
	r.Events += o.Events
	r.Entered += o.Entered
	r.Moved += o.Moved
	r.Released += o.Released
	r.Dropped += o.Dropped
	r.Calls += o.Calls
	r.Updates += o.Updates
	r.Accepted += o.Accepted
	r.Failed += o.Failed
	r.Retried += o.Retried
	r.Unknown += o.Unknown
}

// Idle is true where a look found nothing to do.
func (r Report) Idle() bool { return r == Report{} }

// Look does what is due at now, delivery included, and ends: events first, then schedules, then journeys, then the outbox. Ten
// missed looks are one look. It stops between batches when ctx is done.
func (e *Engine) Look(ctx context.Context, now time.Time) (Report, error) {
	report, err := e.Advance(ctx, now)
	if err != nil {
		return report, err
	}
	sent, err := e.Deliver(ctx)
	report.add(sent)
	return report, err
}

// Advance is Look without delivery.
func (e *Engine) Advance(ctx context.Context, now time.Time) (Report, error) {
	var report Report
	e.late = false
	steps := []struct {
		name string
		do   func(context.Context, time.Time) (Report, bool, error)
	}{{"look at events", e.events}, {"let a schedule's audience in", e.schedules}, {"look who belongs", e.belonging}, {"wake journeys", e.wake}}
	for begin := 0; begin < len(steps); begin++ {
		step := steps[begin]
		for {
			if err := ctx.Err(); err != nil {
				return report, err
			}
			did, more, err := step.do(ctx, now)
			report.add(did)
			if err != nil {
				return report, fmt.Errorf("%s: %w", step.name, err)
			}
			if did.Updates > 0 {
				begin = -1 // customers were changed: that is an event, which is looked at like any other
				break
			}
			if !more {
				break
			}
		}
	}
	return report, nil
}
