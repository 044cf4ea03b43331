package interp

import (
	"slices"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// await answers where to go on, or that the journey waits. An event that came early is not missed.
func (w *walker) await(s *machine.Await) (next machine.Name, waits bool) {
	delete(w.j.Data.Awaits, s.Name) // of an earlier round
	reached := w.base
	until := w.awaitUntil(s, reached)
	if ev := w.firstEvent(s, until); ev != nil {
		return w.meet(s, ev, reached), false
	}
	if until.After(w.now) {
		w.wait(s.Name, until)
		return "", true
	}
	if until.After(reached) {
		w.base = until
	}
	return s.OnTimeout, false
}

// awaitUntil is the instant of the time-out, the last at which an event meets the await. It may be past when the await is reached.
func (w *walker) awaitUntil(s *machine.Await, reached time.Time) time.Time {
	if s.Until != nil {
		return w.flow.values[s.Until](w.env).Time()
	}
	return w.flow.span(s.Timeout, w.env).Add(reached, w.env.Zone)
}

// resumeAwait is the await at its time-out. An event that became known meanwhile and happened in time still meets it.
func (w *walker) resumeAwait(s *machine.Await) {
	until := w.j.Due
	if ev := w.firstEvent(s, until); ev != nil {
		w.walk(w.meet(s, ev, w.j.Data.Since.Time()))
		return
	}
	w.base = until
	w.walk(s.OnTimeout)
}

// meet records the event; what follows counts from when it happened, or from reaching the await if that was later.
func (w *walker) meet(s *machine.Await, ev *order.Event, reached time.Time) machine.Name {
	if w.j.Data.Awaits == nil {
		w.j.Data.Awaits = map[machine.Name]Seen{}
	}
	w.j.Data.Awaits[s.Name] = Seen{At: MillisOf(ev.At), Event: ev.Seq}
	w.base = reached
	if ev.At.After(reached) {
		w.base = ev.At
	}
	return s.Next
}

// firstEvent is the earliest known event that meets the await.
func (w *walker) firstEvent(s *machine.Await, until time.Time) *order.Event {
	for _, ev := range w.known.Events {
		if w.meets(s, ev, until) {
			return ev
		}
	}
	return nil
}

func (w *walker) meets(s *machine.Await, ev *order.Event, until time.Time) bool {
	if ev.At.After(until) || ev.At.After(w.now) || !w.concerns(&s.Match, ev) {
		return false
	}
	if s.Since != "" {
		if left, ok := w.j.Data.Steps[s.Since]; ok && !ev.At.After(left.At.Time()) {
			return false
		}
	}
	if n := len(s.Loops); n > 0 && ev.At.Before(w.j.Data.Rounds[s.Loops[n-1]].Start.Time()) {
		return false
	}
	return w.where(&s.Match, ev)
}

// concerns says whether an event is of a match's types and about this journey (language.md, "Events and order").
func (w *walker) concerns(m *machine.Match, ev *order.Event) bool {
	if !slices.Contains(m.Events, ev.Type) || ev.Seq == w.j.Data.Trigger {
		return false
	}
	ownOrder := w.j.Order != "" && ev.Order == w.j.Order
	if ownOrder && ev.Type == "order.placed" {
		return false // the trigger order's own placing is never a later one
	}
	if w.j.Order != "" && ev.Order != "" && !ownOrder && ofItsOrder(m.About, ev.Type) {
		return false
	}
	if ownOrder {
		return true // whenever it came
	}
	return !ev.At.Before(w.j.Entered) && !w.earlierOrder(ev)
}

// earlierOrder says whether an order that was placed at the instant of the trigger's own came before it, by (source, id).
func (w *walker) earlierOrder(ev *order.Event) bool {
	if ev.Type != "order.placed" || !ev.At.Equal(w.j.Entered) {
		return false
	}
	trigger := w.known.EventBySeq(w.j.Data.Trigger)
	return trigger != nil && trigger.Type == ev.Type && ev.Compare(trigger) < 0
}

// ofItsOrder says whether an event that names an order concerns the journeys of that order alone.
func ofItsOrder(about machine.About, kind string) bool {
	switch about {
	case machine.AboutOrder:
		return true
	case machine.AsNamed:
		return kind != "order.placed"
	case machine.AboutCustomer:
		return false
	default:
		panic("this is a bug in flowc: a match about " + string(about))
	}
}

// where asks the condition of a match about an event.
func (w *walker) where(m *machine.Match, ev *order.Event) bool {
	if m.Where == nil {
		return true
	}
	before := w.env.Event
	w.env.Event = facts.ObjectOf(ev)
	holds := w.flow.Holds(m.Where, w.env)
	w.env.Event = before
	return holds
}
