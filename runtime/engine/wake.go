package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// wake moves one batch of journeys that are due.
func (e *Engine) wake(ctx context.Context, now time.Time) (report Report, more bool, err error) {
	err = e.Store.Write(ctx, func(tx store.Tx) error {
		b, beyond, err := e.woken(ctx, tx, now, e.Program.plain && !e.late)
		if beyond {
			// Nothing of it is written: the same journeys walk again, with all that their flows read.
			e.late = true
			b, _, err = e.woken(ctx, tx, now, false)
		}
		if err != nil || len(b.entries) == 0 {
			return err
		}
		more = len(b.entries) >= journeyBatch
		if err := b.write(ctx); err != nil {
			return err
		}
		report = b.report
		return nil
	})
	return report, more, err
}

// customersOf are the customers of journeys, each once, by id.
func customersOf(journeys []*interp.Journey) []string {
	customers := make([]string, 0, len(journeys))
	for _, j := range journeys {
		customers = append(customers, j.Customer)
	}
	slices.Sort(customers)
	return slices.Compact(customers)
}

// woken advances the journeys that are due, without writing. With near, no more is loaded than what they read on their way to the next
// wait; beyond is then true where one of them is so late that it passes the wait.
func (e *Engine) woken(ctx context.Context, tx store.Tx, now time.Time, near bool) (b *batch, beyond bool, err error) {
	b = &batch{e: e, tx: tx, now: now, draws: map[store.DrawKey]string{}, fresh: map[store.DrawKey]string{}}
	due, err := tx.Due(ctx, now, journeyBatch)
	if err != nil || len(due) == 0 {
		return b, false, err
	}
	customers := customersOf(due)
	if due, err = b.rivals(ctx, due, customers); err != nil {
		return b, false, err
	}
	for _, j := range due {
		f := e.Program.flows[j.Flow]
		if f == nil || f.State(j.State) == nil {
			b.strand(j, f)
			continue
		}
		b.entries = append(b.entries, &entry{flow: f, j: j})
	}
	reading := func(j *interp.Journey) *reads {
		f := e.Program.flows[j.Flow]
		switch {
		case f == nil || f.State(j.State) == nil:
			return nil
		case near:
			return &b.reachOf(f, j.State).reads
		default:
			return e.whole(j)
		}
	}
	if err := b.load(ctx, due, reading, customers, nil); err != nil {
		return b, false, err
	}
	slices.SortStableFunc(b.entries, inOrder)
	for _, en := range b.entries {
		if en.changed {
			continue // stranded
		}
		known := b.known(en.j)
		if known == nil {
			return b, false, fmt.Errorf("journey %s:%s: its customer %q is not in the store", en.j.Flow, en.j.Key, en.j.Customer)
		}
		if near {
			known.Within = b.reachOf(en.flow, en.j.State).states
		}
		b.advance(en, interp.Wake{}, known)
		if known.Beyond {
			return b, true, nil
		}
	}
	b.turns()
	return b, false, nil
}

// strand ends a journey whose flow or node is gone without a decision. apply refuses such a change, so this is the last wall:
// nothing is sent to somebody for whom the program has no place.
func (b *batch) strand(j *interp.Journey, f *interp.Flow) {
	b.e.Log.Error("a journey stands where the program has no place: it leaves", "journey", j.Flow+":"+j.Key, "state", string(j.State))
	j.Over, j.Due = interp.Left, time.Time{}
	b.entries = append(b.entries, &entry{flow: f, j: j, changed: true, effects: []interp.Effect{interp.Ended{At: b.now, Reason: "removed"}}})
}
