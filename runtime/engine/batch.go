package engine

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// batch is one transaction's worth of journeys: what is known of their customers, and what is to be written.
type batch struct {
	e     *Engine
	tx    store.Tx
	now   time.Time
	need  reads // of all its journeys together
	facts *store.Facts
	draws map[store.DrawKey]string

	entries []*entry
	fresh   map[store.DrawKey]string // draws made in this batch
	report  Report

	eventBySeq func(seq int64) *order.Event
	draw       func(salt, unit, unitID string) (string, bool)

	lastReach *reach
	lastFlow  *interp.Flow
	lastState machine.Name
}

// entry is a journey of the batch with its effects so far.
type entry struct {
	flow    *interp.Flow
	j       *interp.Journey
	isNew   bool
	changed bool
	effects []interp.Effect
}

// query begins the list of what a batch needs to know.
func (e *Engine) query(r reads) store.FactsQuery {
	q := store.FactsQuery{
		CustomerOrders: r.orders, Reviews: r.reviews, Messages: r.messages, Active: r.active, EventTypes: r.events,
		Types: e.Program.types, Objects: e.Program.objects, Currency: e.Program.Project.Currencies[0], Consents: r.consents,
	}
	if r.anyEvent {
		q.EventTypes = slices.Sorted(maps.Keys(e.Program.types))
	}
	return q
}

// whole is what all of a journey's flow reads; nil where the program has no such flow.
func (e *Engine) whole(j *interp.Journey) *reads { return e.Program.reads[j.Flow] }

// wholeAtEvents is whole with what is read where events are looked at.
func (e *Engine) wholeAtEvents(j *interp.Journey) *reads { return e.Program.atEvents[j.Flow] }

// load reads the facts and the draws of a batch in a few queries: what of says of each journey, nil for one that does not advance.
// extraOrders are those of events.
func (b *batch) load(ctx context.Context, journeys []*interp.Journey, of func(*interp.Journey) *reads, customers, extraOrders []string) error {
	orders := make(map[string]bool, len(journeys))
	for _, id := range extraOrders {
		orders[id] = true
	}
	units := map[store.DrawKey]bool{}
	var seqs []int64
	for _, j := range journeys {
		need := of(j)
		if need == nil {
			continue
		}
		b.need.add(need)
		if need.order && j.Order != "" {
			orders[j.Order] = true
		}
		if need.remembers {
			seqs = appendSeqs(seqs, j)
		}
		for _, d := range need.draws {
			units[drawKey(d, j)] = true
		}
	}
	q := b.e.query(b.need)
	q.Customers, q.EventSeqs = customers, seqs
	for id := range orders {
		q.Orders = append(q.Orders, id)
	}
	slices.Sort(q.Orders)
	var err error
	if b.facts, err = b.tx.Facts(ctx, q); err != nil {
		return err
	}
	return b.loadDraws(ctx, units)
}

func (b *batch) loadDraws(ctx context.Context, units map[store.DrawKey]bool) error {
	keys := make([]store.DrawKey, 0, len(units))
	for k := range units {
		if _, known := b.draws[k]; !known {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	stored, err := b.tx.Draws(ctx, keys)
	if err != nil {
		return err
	}
	for k, v := range stored {
		b.draws[k] = v
	}
	return nil
}

func drawKey(d *machine.Draw, j *interp.Journey) store.DrawKey {
	unit := j.Customer
	if d.Unit == "order" {
		unit = j.Order
	}
	return store.DrawKey{Address: d.Salt, Unit: d.Unit, UnitID: unit}
}

// appendSeqs adds the events that a journey remembers.
func appendSeqs(seqs []int64, j *interp.Journey) []int64 {
	if j.Data.Trigger != 0 {
		seqs = append(seqs, j.Data.Trigger)
	}
	for _, s := range j.Data.Goals {
		seqs = append(seqs, s.Event)
	}
	for _, s := range j.Data.Awaits {
		seqs = append(seqs, s.Event)
	}
	return seqs
}

// advance walks one journey of the batch and keeps what follows.
func (b *batch) advance(en *entry, in interp.Input, known *interp.Known) {
	next, effects := interp.Advance(en.flow, *en.j, in, known, b.now)
	wasOver := en.j.Over
	*en.j = next
	en.changed = true
	en.effects = append(en.effects, effects...)
	person := b.facts.People[en.j.Customer]
	for _, eff := range effects {
		switch eff := eff.(type) {
		case interp.Drawn:
			key := drawKey(eff.Draw, en.j)
			b.draws[key], b.fresh[key] = eff.Variant, eff.Variant
		case interp.Release:
			if eff.Dropped == "" && eff.HeldOut == "" {
				person.Messages = append(person.Messages, sentNow(en.j.Flow, eff))
			}
		case interp.Entered, interp.Ended, interp.Reached, interp.Call, interp.Update:
		default:
			panic("this is a bug in flowc: an effect of an unknown kind")
		}
	}
	if person.Active != nil {
		if en.isNew && wasOver == interp.UnderWay && len(effects) > 0 {
			if _, entered := effects[0].(interp.Entered); entered {
				person.Active[en.j.Flow]++
			}
		}
		if wasOver == interp.UnderWay && en.j.Over != interp.UnderWay {
			person.Active[en.j.Flow]--
		}
	}
}

// write stores what became of the batch: new journeys first, since the rest names their ids.
func (b *batch) write(ctx context.Context) error {
	var added, moved []*interp.Journey
	for _, en := range b.entries {
		switch {
		case en.isNew:
			added = append(added, en.j)
		case en.changed:
			moved = append(moved, en.j)
		}
	}
	if err := b.tx.InsertJourneys(ctx, added); err != nil {
		return err
	}
	if err := b.tx.UpdateJourneys(ctx, moved); err != nil {
		return err
	}
	b.report.Entered += len(added)
	b.report.Moved += len(moved)
	var trail []store.TrailRow
	var outbox []*store.OutboxRow
	for _, en := range b.entries {
		for _, eff := range en.effects {
			if change, ok := eff.(interp.Update); ok {
				if err := b.update(ctx, en.j, change); err != nil {
					return err
				}
				continue
			}
			if drawn, ok := eff.(interp.Drawn); ok && drawn.Silent {
				continue // stored with the draws, and no line of the ledger
			}
			if row, ok := trailRow(en.j, eff); ok {
				trail = append(trail, row)
				continue
			}
			outbox = append(outbox, b.outboxRow(en, eff))
		}
		b.e.logEffects(en)
	}
	if err := b.tx.InsertTrail(ctx, trail); err != nil {
		return err
	}
	if err := b.tx.InsertDraws(ctx, b.fresh); err != nil {
		return err
	}
	return b.tx.InsertOutbox(ctx, outbox)
}

func trailRow(j *interp.Journey, eff interp.Effect) (store.TrailRow, bool) {
	switch eff := eff.(type) {
	case interp.Entered:
		return store.TrailRow{Journey: j.ID, At: eff.At, Kind: "journey", Outcome: "entered"}, true
	case interp.Ended:
		row := store.TrailRow{Journey: j.ID, At: eff.At, Kind: "journey", Outcome: "left", Reason: eff.Reason}
		if eff.Reason == "" {
			row.Outcome = "finished"
		}
		return row, true
	case interp.Drawn:
		row := store.TrailRow{Journey: j.ID, At: eff.At, Kind: "assignment", Node: string(eff.Node), Outcome: "assigned", Variant: eff.Variant}
		if eff.Variant == "" {
			row.Outcome = "held_out"
		}
		return row, true
	case interp.Reached:
		return store.TrailRow{Journey: j.ID, At: eff.At, Kind: "goal", Node: eff.Goal, Outcome: "reached"}, true
	case interp.Release, interp.Call, interp.Update:
		return store.TrailRow{}, false
	default:
		panic("this is a bug in flowc: an effect of an unknown kind")
	}
}

// inOrder sorts entries as journeys take turns at one instant: by due time, entering, flow, key.
func inOrder(a, b *entry) int {
	return cmp.Or(a.j.Due.Compare(b.j.Due), a.j.Entered.Compare(b.j.Entered), cmp.Compare(a.j.Flow, b.j.Flow), cmp.Compare(a.j.Key, b.j.Key))
}
