package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// entrance is what is known of who was let in before, for the flows that a batch of events may begin.
type entrance struct {
	flows   map[string]store.FlowRow
	taken   map[string]map[string]bool        // flow → keys with a journey
	entries map[string]map[string]store.Entry // flow → customer → how often, for once_per = "90d"
}

// entrance asks the store about all pairs of flow and event of the batch at once.
func (b *batch) entrance(ctx context.Context, evs []*order.Event) (*entrance, error) {
	in := &entrance{taken: map[string]map[string]bool{}, entries: map[string]map[string]store.Entry{}}
	var err error
	if in.flows, err = b.tx.Flows(ctx); err != nil {
		return nil, err
	}
	keys := map[string][]string{}
	people := map[string][]string{}
	for _, ev := range evs {
		for _, f := range b.e.Program.byEvent[ev.Type] {
			if counted(f.Machine) {
				people[f.Flow] = append(people[f.Flow], ev.Customer)
			} else if key := keyOf(&f.Trigger, ev); key != "" {
				keys[f.Flow] = append(keys[f.Flow], b.keysOfEach(f, key, ev)...)
			}
		}
	}
	for flow, ks := range keys {
		if in.taken[flow], err = b.tx.Exists(ctx, flow, ks); err != nil {
			return nil, err
		}
	}
	for flow, cs := range people {
		slices.Sort(cs)
		if in.entries[flow], err = b.tx.Entries(ctx, flow, slices.Compact(cs)); err != nil {
			return nil, err
		}
	}
	return in, nil
}

// keysOfEach are the KEYs that an event may give.
func (b *batch) keysOfEach(f *interp.Flow, key string, ev *order.Event) (keys []string) {
	o := b.facts.Orders[ev.Order]
	if f.Trigger.Each == "" || o == nil {
		return []string{key}
	}
	for _, each := range eachOf(f, o, ev) {
		keys = append(keys, key+"/"+each)
	}
	return keys
}

// counted is true where a KEY of the flow counts the customer's entries: CUSTOMER#N.
func counted(m *machine.Machine) bool {
	switch m.Trigger.OncePer {
	case machine.OnceSpan, machine.OnceBelonging:
		return true
	case machine.OnceCustomer:
		return m.Trigger.Segment != nil || m.AlreadyIn() == machine.Restart
	default:
		return false
	}
}

// keyOf is the KEY of contracts.md for a trigger whose key does not count entries.
func keyOf(t *machine.Trigger, ev *order.Event) string {
	switch t.OncePer {
	case machine.OnceOrder:
		return ev.Order
	case machine.OnceCustomer:
		return ev.Customer
	case machine.OnceEvent:
		return ev.Key()
	case machine.OnceSpan, machine.OnceBelonging:
		return ""
	default:
		panic("this is a bug in flowc: once_per = " + string(t.OncePer))
	}
}

// enter lets the event's customer into a flow, once for each item or shipment where the trigger says so. It answers the journeys that
// began: none where a rule of language.md says no. others are the customer's journeys.
func (b *batch) enter(in *entrance, f *interp.Flow, ev *order.Event, others []*entry) (began []*entry) {
	if row, applied := in.flows[f.Flow]; !applied || ev.Seq <= row.SinceSeq {
		return nil // new flows see only events first seen after apply
	}
	from := ev.At
	o := b.facts.Orders[ev.Order]
	if ev.Order == "" {
		o = nil
	}
	if o != nil && o.Test {
		return nil
	}
	if f.Trigger.AboutOrder {
		if o == nil || o.PlacedAt.IsZero() {
			b.e.Log.Warn("an event starts nobody: it names no order that was placed", "flow", f.Flow, "event", ev.Key(), "type", ev.Type)
			return nil
		}
		if o.PlacedAt.After(from) {
			from = o.PlacedAt
		}
	}
	zone := b.e.Program.zoneOf(b.facts.People[ev.Customer].Timezone)
	if seen := ev.Seen(b.now); calendar.Span(f.Trigger.EnterWithin).Add(ev.At, zone).Before(seen) {
		return nil
	}
	inside := underWay(f, others)
	for _, each := range eachOf(f, o, ev) {
		j := &interp.Journey{Flow: f.Flow, Customer: ev.Customer, Entered: from, Data: interp.Data{Trigger: ev.Seq, Each: each}}
		if f.Trigger.AboutOrder {
			j.Order = ev.Order
		}
		if en := b.enterOne(in, f, ev, j, zone, inside); en != nil {
			began = append(began, en)
		}
	}
	return began
}

// eachOf are the ids of what a trigger begins a journey for: the order's items, or its shipments, of which an event may name one. A single
// empty one stands for the whole order.
func eachOf(f *interp.Flow, o *store.Order, ev *order.Event) (ids []string) {
	list, id := []facts.Value(nil), itemID
	switch f.Trigger.Each {
	case "":
		return []string{""}
	case "item":
		list = o.Items
	case "shipment":
		if ev.Shipment != "" {
			return []string{ev.Shipment}
		}
		list, id = o.Shipments, shipmentID
	default:
		panic("this is a bug in flowc: each = " + f.Trigger.Each)
	}
	for _, v := range list {
		ids = append(ids, v.Get(id).Text())
	}
	return ids
}

func (b *batch) enterOne(in *entrance, f *interp.Flow, ev *order.Event, j *interp.Journey, zone *time.Location, inside []*entry) *entry {
	key := keyOf(&f.Trigger, ev)
	if j.Data.Each != "" {
		key += "/" + j.Data.Each
	}
	if !b.keyed(in, f, key, j, zone, len(inside) > 0) {
		return nil
	}
	known := b.known(j)
	known.Env.Trigger = facts.ObjectOf(ev)
	known.Env.Event = facts.ObjectOf(ev)
	known.Env.Now = b.now
	if !f.Holds(f.Trigger.Where, known.Env) || interp.Barred(f, *j, known, b.now) {
		return nil
	}
	known.Env.Event = facts.Value{}
	return b.begin(in, f, j, known, inside)
}

// begin lets a journey begin whose key is free, and ends those that it takes the place of.
func (b *batch) begin(in *entrance, f *interp.Flow, j *interp.Journey, known *interp.Known, inside []*entry) *entry {
	if f.AlreadyIn() == machine.Restart {
		for _, en := range inside {
			b.advance(en, interp.Leave{Reason: "restarted"}, b.known(en.j))
		}
	}
	b.claimKey(in, j)
	en := &entry{flow: f, j: j, isNew: true}
	b.entries = append(b.entries, en)
	b.advance(en, interp.Enter{From: j.Entered}, known)
	return en
}

// underWay are the journeys of a flow that are not over.
func underWay(f *interp.Flow, entries []*entry) (inside []*entry) {
	for _, en := range entries {
		if en.flow == f && en.j.Over == interp.UnderWay {
			inside = append(inside, en)
		}
	}
	return inside
}

// keyed gives the journey its key, or answers false where once_per or if_already_in forbids another. key is that of a trigger that does
// not count entries; inside: the customer is in the flow.
func (b *batch) keyed(in *entrance, f *interp.Flow, key string, j *interp.Journey, zone *time.Location, inside bool) bool {
	if inside && f.AlreadyIn() == machine.Ignore {
		return false
	}
	if !counted(f.Machine) {
		j.Key = key
		return j.Key != "" && !in.taken[f.Flow][j.Key]
	}
	before := in.entries[f.Flow][j.Customer]
	if before.Times > 0 {
		switch f.Trigger.OncePer {
		case machine.OnceCustomer:
			if !inside {
				return false
			}
		case machine.OnceSpan:
			if calendar.Span(f.Trigger.Again).Add(before.Last, zone).After(j.Entered) {
				return false
			}
		case machine.OnceBelonging, machine.OnceOrder, machine.OnceEvent:
		default:
			panic("this is a bug in flowc: once_per = " + string(f.Trigger.OncePer))
		}
	}
	j.Key = fmt.Sprintf("%s#%d", j.Customer, before.Times+1)
	return true
}

// claimKey remembers within the batch that the key is taken.
func (b *batch) claimKey(in *entrance, j *interp.Journey) {
	if in.taken[j.Flow] == nil {
		in.taken[j.Flow] = map[string]bool{}
	}
	in.taken[j.Flow][j.Key] = true
	if in.entries[j.Flow] == nil {
		in.entries[j.Flow] = map[string]store.Entry{}
	}
	before := in.entries[j.Flow][j.Customer]
	in.entries[j.Flow][j.Customer] = store.Entry{Times: before.Times + 1, Last: j.Entered, Active: true}
}
