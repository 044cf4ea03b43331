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
			if f.Trigger.OncePer == machine.OnceSpan {
				people[f.Flow] = append(people[f.Flow], ev.Customer)
			} else if key := keyOf(&f.Trigger, ev); key != "" {
				keys[f.Flow] = append(keys[f.Flow], key)
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

// keyOf is the KEY of contracts.md for a trigger whose key does not count entries.
func keyOf(t *machine.Trigger, ev *order.Event) string {
	switch t.OncePer {
	case machine.OnceOrder:
		return ev.Order
	case machine.OnceCustomer:
		return ev.Customer
	case machine.OnceEvent:
		return ev.Key()
	case machine.OnceSpan:
		return ""
	default:
		panic("this is a bug in flowc: once_per = " + string(t.OncePer))
	}
}

// enter lets the event's customer into a flow, or answers nil where a rule of language.md says no.
func (b *batch) enter(in *entrance, f *interp.Flow, ev *order.Event) *entry {
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
	j := &interp.Journey{Flow: f.Flow, Customer: ev.Customer, Entered: from, Data: interp.Data{Trigger: ev.Seq}}
	if f.Trigger.AboutOrder {
		j.Order = ev.Order
	}
	if !b.keyed(in, f, ev, j, zone) {
		return nil
	}
	known := b.known(j)
	known.Env.Trigger = facts.ObjectOf(ev)
	known.Env.Event = facts.ObjectOf(ev)
	known.Env.Now = b.now
	if !f.Holds(f.Trigger.Where, known.Env) || interp.Barred(f, *j, known, b.now) {
		return nil
	}
	b.claimKey(in, j)
	en := &entry{flow: f, j: j, isNew: true}
	b.entries = append(b.entries, en)
	known.Env.Event = facts.Value{}
	b.advance(en, interp.Enter{From: from}, known)
	in.settle(j)
	return en
}

// settle notes that a journey that was under way is over, where that lets its customer in again.
func (in *entrance) settle(j *interp.Journey) {
	if e, counted := in.entries[j.Flow][j.Customer]; counted && j.Over != interp.UnderWay {
		e.Active = false
		in.entries[j.Flow][j.Customer] = e
	}
}

// keyed gives the journey its key, or answers false where once_per forbids another.
func (b *batch) keyed(in *entrance, f *interp.Flow, ev *order.Event, j *interp.Journey, zone *time.Location) bool {
	if f.Trigger.OncePer != machine.OnceSpan {
		j.Key = keyOf(&f.Trigger, ev)
		return j.Key != "" && !in.taken[f.Flow][j.Key]
	}
	before := in.entries[f.Flow][ev.Customer]
	if before.Times > 0 && (before.Active || calendar.Span(f.Trigger.Again).Add(before.Last, zone).After(j.Entered)) {
		return false
	}
	j.Key = fmt.Sprintf("%s#%d", ev.Customer, before.Times+1)
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
