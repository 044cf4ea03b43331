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
		due, err := tx.Due(ctx, now, journeyBatch)
		if err != nil || len(due) == 0 {
			return err
		}
		more = len(due) == journeyBatch
		b := &batch{e: e, tx: tx, now: now, draws: map[store.DrawKey]string{}, fresh: map[store.DrawKey]string{}}
		customers := make([]string, 0, len(due))
		var need reads
		for _, j := range due {
			customers = append(customers, j.Customer)
			f := e.Program.flows[j.Flow]
			if f == nil || f.State(j.State) == nil {
				b.strand(j, f)
				continue
			}
			b.entries = append(b.entries, &entry{flow: f, j: j})
			need.add(e.Program.reads[j.Flow])
		}
		slices.Sort(customers)
		if err := b.load(ctx, due, slices.Compact(customers), nil, need); err != nil {
			return err
		}
		slices.SortStableFunc(b.entries, inOrder)
		for _, en := range b.entries {
			if en.changed {
				continue // stranded
			}
			known := b.known(en.j)
			if known == nil {
				return fmt.Errorf("journey %s:%s: its customer %q is not in the store", en.j.Flow, en.j.Key, en.j.Customer)
			}
			b.advance(en, interp.Wake{}, known)
		}
		if err := b.write(ctx); err != nil {
			return err
		}
		report = b.report
		return nil
	})
	return report, more, err
}

// strand ends a journey whose flow or node is gone without a decision. apply refuses such a change, so this is the last wall:
// nothing is sent to somebody for whom the program has no place.
func (b *batch) strand(j *interp.Journey, f *interp.Flow) {
	b.e.Log.Error("a journey stands where the program has no place: it leaves", "journey", j.Flow+":"+j.Key, "state", string(j.State))
	j.Over, j.Due = interp.Left, time.Time{}
	b.entries = append(b.entries, &entry{flow: f, j: j, changed: true, effects: []interp.Effect{interp.Ended{At: b.now, Reason: "removed"}}})
}
