package engine

import (
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// known gathers what interp may know of a journey's customer.
func (b *batch) known(j *interp.Journey) *interp.Known {
	person := b.facts.People[j.Customer]
	if person == nil {
		return nil
	}
	if b.eventBySeq == nil { // made once for all of the batch
		b.eventBySeq = func(seq int64) *order.Event { return b.facts.Events[seq] }
		b.draw = func(salt, unit, unitID string) (string, bool) {
			v, ok := b.draws[store.DrawKey{Address: salt, Unit: unit, UnitID: unitID}]
			return v, ok
		}
	}
	known := &interp.Known{
		Env: b.e.Program.env(person, b.now), Events: person.Events, EventBySeq: b.eventBySeq, Draw: b.draw,
		Gate: interp.Gate{
			Address: person.Email, Suppressed: person.Suppressed, Choices: person.Choices, Topics: b.e.Program.topics,
			LastOrder: person.Row.Get(lastOrderAt), Pressure: b.e.Program.pressure, Sent: person.Messages, Queue: true,
		},
	}
	if person.Active != nil {
		known.Active = func(flow string) bool { return person.Active[flow] > 0 }
	}
	known.Compose = b.composer(j, person)
	if o := b.facts.Orders[j.Order]; o != nil && j.Order != "" {
		known.Env.Order = o.Value
		known.Env.Item, known.Env.Shipment = element(o.Items, itemID, j.Data.Each), element(o.Shipments, shipmentID, j.Data.Each)
	}
	return known
}

var itemID, shipmentID = order.ItemType.Field("id"), order.ShipmentType.Field("id")

// element is the item or the shipment with that id; absent where there is none.
func element(list []facts.Value, id *facts.Field, of string) facts.Value {
	for _, v := range list {
		if of != "" && v.Get(id).Text() == of {
			return v
		}
	}
	return facts.Value{}
}

// daysSince is the field of a customer that needs the present.
var daysSince, lastOrderAt = order.CustomerType.Field("days_since_last_order"), order.CustomerType.Field("last_order_at")

// env is the evaluation of expressions about one person at one instant.
func (p *Program) env(person *store.Person, now time.Time) *expr.Env {
	zone := p.zoneOf(person.Timezone)
	row := person.Row
	if last := row.Get(lastOrderAt); p.days && !last.IsAbsent() {
		row[daysSince.Index] = facts.Int(int64(calendar.DaysBetween(last.Time(), now, zone))) // the same for all that look at this now
	}
	locale := person.Locale
	if locale == "" {
		locale = p.Project.Locale
	}
	return &expr.Env{
		Customer: facts.ObjectOf(row), Now: now, Zone: zone, Locale: locale,
		History: history{person},
	}
}

// history answers counts over a person's past (expr.HistoryReader).
type history struct{ p *store.Person }

func (h history) Orders() []facts.Value  { return h.p.Orders }
func (h history) Reviews() []facts.Value { return h.p.Reviews }
func (h history) Messages() []expr.Sent  { return h.p.Messages }

func (h history) Events(kind string) []facts.Value {
	var out []facts.Value
	for _, ev := range h.p.Events {
		if ev.Type == kind {
			out = append(out, facts.ObjectOf(ev))
		}
	}
	return out
}

func sentNow(flow string, r interp.Release) expr.Sent {
	return expr.Sent{Flow: flow, Topic: r.Email.Topic, At: r.At}
}
