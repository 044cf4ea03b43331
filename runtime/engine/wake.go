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
		customers := customersOf(due)
		if due, err = b.rivals(ctx, due, customers); err != nil {
			return err
		}
		var need reads
		for _, j := range due {
			f := e.Program.flows[j.Flow]
			if f == nil || f.State(j.State) == nil {
				b.strand(j, f)
				continue
			}
			b.entries = append(b.entries, &entry{flow: f, j: j})
			need.add(e.Program.reads[j.Flow])
		}
		if err := b.load(ctx, due, customers, nil, need); err != nil {
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
		b.turns()
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

// strand ends a journey whose flow or node is gone without a decision. apply refuses such a change, so this is the last wall:
// nothing is sent to somebody for whom the program has no place.
func (b *batch) strand(j *interp.Journey, f *interp.Flow) {
	b.e.Log.Error("a journey stands where the program has no place: it leaves", "journey", j.Flow+":"+j.Key, "state", string(j.State))
	j.Over, j.Due = interp.Left, time.Time{}
	b.entries = append(b.entries, &entry{flow: f, j: j, changed: true, effects: []interp.Effect{interp.Ended{At: b.now, Reason: "removed"}}})
}
