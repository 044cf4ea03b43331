package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Program is a compiled project made ready to run. It is safe for use by several goroutines.
type Program struct {
	*machine.Program
	Fingerprint string
	Zone        *time.Location // the project's

	flows     map[string]*interp.Flow
	byEvent   map[string][]*interp.Flow // by the trigger's event, in the order of names
	bySegment []*interp.Flow            // those that a segment triggers, in the order of names
	topics    map[string]machine.Topic
	types     map[string]*order.EventType
	objects   map[string]*facts.ObjectType // of facts, with the attributes that the project declares; nil: the catalogue's
	letters   map[letterKey]*letterText
	reads     map[string]*reads // by flow
	atEvents  map[string]*reads // by flow: with what is read where events are looked at
	near      reaches

	pressure *interp.Pressure
	plain    bool // a journey that wakes reads no more than the states on its way do
	days     bool // an expression reads days_since_last_order
}

// Prepare makes a program ready. Its error is that of a zone that this machine does not know.
func Prepare(p *machine.Program) (*Program, error) {
	zone, err := time.LoadLocation(p.Project.Timezone)
	if err != nil {
		return nil, fmt.Errorf("the project's timezone: %w", err)
	}
	ready := &Program{
		Program: p, Fingerprint: string(p.Fingerprint()), Zone: zone,
		flows: map[string]*interp.Flow{}, byEvent: map[string][]*interp.Flow{},
		topics: map[string]machine.Topic{}, types: eventTypes(p), letters: map[letterKey]*letterText{}, reads: map[string]*reads{},
		atEvents: map[string]*reads{},
		objects:  objectTypes(p), pressure: interp.PreparePressure(p.Pressure, zone), plain: isPlain(p),
	}
	for _, t := range p.Topics {
		ready.topics[t.Name] = t
	}
	for _, m := range p.Machines {
		f := interp.Prepare(m)
		ready.flows[m.Flow] = f
		if m.Trigger.Event != "" && m.Enabled {
			ready.byEvent[m.Trigger.Event] = append(ready.byEvent[m.Trigger.Event], f)
		}
		if m.Trigger.Segment != nil {
			ready.bySegment = append(ready.bySegment, f)
		}
		ready.addLetters(m)
		all := ready.readsOf(m)
		ready.reads[m.Flow] = &all
		ready.days = ready.days || all.days
		more := all.withGoals()
		ready.atEvents[m.Flow] = &more
	}
	return ready, nil
}

// Flow is the prepared flow with that name, or nil.
func (p *Program) Flow(name string) *interp.Flow { return p.flows[name] }

// Topic is the topic with that name.
func (p *Program) Topic(name string) machine.Topic { return p.topics[name] }

// isPlain is true of a program whose gates and exits read nothing beyond the states that a journey passes: no caps, no holdouts, nobody
// excluded, no exits on a state, no updates.
func isPlain(p *machine.Program) bool {
	if len(p.Pressure.Caps) > 0 || len(p.Pressure.Holdouts) > 0 || p.Pressure.Exclude != nil {
		return false
	}
	for _, m := range p.Machines {
		if m.Holdout > 0 || slices.ContainsFunc(m.Exits, func(x machine.Exit) bool { return x.When != nil }) {
			return false
		}
		for _, s := range m.States {
			if step, ok := s.(*machine.Step); ok {
				if _, changes := step.Act.(*machine.Update); changes {
					return false
				}
			}
		}
	}
	return true
}

// objectTypes are the types of customers, orders and the rest where the project declares attributes of them.
func objectTypes(p *machine.Program) map[string]*facts.ObjectType {
	if len(p.Attributes) == 0 {
		return nil
	}
	return p.Types().Objects()
}

// eventTypes are the event types that a program knows, by name: the built-in ones and its own.
func eventTypes(p *machine.Program) map[string]*order.EventType {
	known := p.Types()
	types := map[string]*order.EventType{}
	for _, name := range known.Events() {
		types[name] = known.Event(name)
	}
	return types
}

// zoneOf is a customer's time zone: their own, else the project's.
func (p *Program) zoneOf(name string) *time.Location { return expr.Zone(name, p.Zone) }

// ImportOptions are what the store needs to know to take lines at an instant.
func (p *Program) ImportOptions(received time.Time) store.ImportOptions {
	opt := store.ImportOptions{Currency: p.Project.Currencies[0], Currencies: p.Project.Currencies, ReceivedAt: received, Types: p.types}
	for name := range p.topics {
		opt.Topics = append(opt.Topics, name)
	}
	return opt
}
