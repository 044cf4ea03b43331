package engine

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// events looks at one batch of new events: each meets the journeys of its customer, then may let somebody in.
func (e *Engine) events(ctx context.Context, now time.Time) (report Report, more bool, err error) {
	err = e.Store.Write(ctx, func(tx store.Tx) error {
		evs, err := tx.NewEvents(ctx, now, eventBatch)
		if err != nil || len(evs) == 0 {
			return err
		}
		more = len(evs) == eventBatch
		b := &batch{e: e, tx: tx, now: now, draws: map[store.DrawKey]string{}, fresh: map[store.DrawKey]string{}}
		b.report.Events = len(evs)
		if err := b.meet(ctx, evs); err != nil {
			return err
		}
		seqs := make([]int64, len(evs))
		for i, ev := range evs {
			seqs[i] = ev.Seq
		}
		if err := tx.MarkEvents(ctx, seqs); err != nil {
			return err
		}
		report = b.report
		return nil
	})
	return report, more, err
}

// meet shows the events of a batch to whom they concern.
func (b *batch) meet(ctx context.Context, evs []*order.Event) error {
	customers, orders, earliest := concerned(evs)
	if len(customers) == 0 {
		return nil
	}
	journeys, err := b.tx.JourneysOf(ctx, customers, earliest)
	if err != nil {
		return err
	}
	slices.SortStableFunc(journeys, func(a, b *interp.Journey) int {
		return cmp.Or(a.Entered.Compare(b.Entered), cmp.Compare(a.Flow, b.Flow), cmp.Compare(a.ID, b.ID))
	})
	byCustomer := make(map[string][]*entry, len(customers))
	for _, j := range journeys {
		f := b.e.Program.flows[j.Flow]
		if f == nil {
			continue // a flow that is no longer in the program: wake ends it
		}
		en := &entry{flow: f, j: j}
		b.entries = append(b.entries, en)
		byCustomer[j.Customer] = append(byCustomer[j.Customer], en)
	}
	if err := b.load(ctx, append(journeys, b.prospects(evs)...), b.e.wholeAtEvents, customers, orders); err != nil {
		return err
	}
	for _, ev := range evs {
		b.facts.Events[ev.Seq] = ev
	}
	entrance, err := b.entrance(ctx, evs)
	if err != nil {
		return err
	}
	for _, ev := range evs {
		if ev.Customer == "" || b.facts.People[ev.Customer] == nil {
			continue
		}
		for _, en := range byCustomer[ev.Customer] {
			if !b.e.Program.reads[en.j.Flow].looksAt[ev.Type] {
				continue
			}
			before := en.j.Over
			b.advance(en, interp.Happened{Event: ev}, b.known(en.j))
			if before == interp.UnderWay {
				entrance.settle(en.j) // an event may end one journey and begin the next
			}
		}
		for _, f := range b.e.Program.byEvent[ev.Type] {
			if en := b.enter(entrance, f, ev); en != nil {
				byCustomer[ev.Customer] = append(byCustomer[ev.Customer], en)
			}
		}
	}
	return b.write(ctx)
}

// prospects are the journeys that the events may begin: what is read when they do is loaded with the rest, and draws of earlier ones
// that hold for them.
func (b *batch) prospects(evs []*order.Event) (journeys []*interp.Journey) {
	for _, ev := range evs {
		for _, f := range b.e.Program.byEvent[ev.Type] {
			journeys = append(journeys, &interp.Journey{Flow: f.Flow, Customer: ev.Customer, Order: ev.Order})
		}
	}
	return journeys
}

func concerned(evs []*order.Event) (customers, orders []string, earliest time.Time) {
	for _, ev := range evs {
		if ev.Customer != "" {
			customers = append(customers, ev.Customer)
		}
		if ev.Order != "" {
			orders = append(orders, ev.Order)
		}
		if earliest.IsZero() || ev.At.Before(earliest) {
			earliest = ev.At
		}
	}
	slices.Sort(customers)
	slices.Sort(orders)
	return slices.Compact(customers), slices.Compact(orders), earliest
}
