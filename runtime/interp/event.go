package interp

import (
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/order"
)

// happened shows an event to the journey: goals first, then exits, then the await in which it stands.
func (w *walker) happened(ev *order.Event) {
	if w.settled(ev) {
		return
	}
	s, ok := w.flow.State(w.j.State).(*machine.Await)
	if !ok || !w.meets(s, ev, w.j.Due) {
		return
	}
	next := w.meet(s, ev, w.j.Data.Since.Time())
	if !w.foresees(ev) {
		w.walk(next)
	}
}

// settled marks the goals that an event reaches, and answers whether the journey is over, now or before.
func (w *walker) settled(ev *order.Event) bool {
	ended := w.goals(ev)
	if w.j.Over != UnderWay {
		return true
	}
	for i := range w.flow.Exits {
		x := &w.flow.Exits[i]
		if ended != nil && ended.Ordinal < x.Ordinal {
			break
		}
		if w.concerns(&x.Match, ev) && w.where(&x.Match, ev) {
			w.end(Left, x.Name)
			return true
		}
	}
	if ended != nil {
		w.end(Left, ended.Name)
		return true
	}
	return false
}

// foresees shows the events that the engine has yet to look at, after one, to the goals and exits before the journey goes on: nothing
// is sent to somebody who is known to have left, and of all that is due at one instant events come first. It answers whether the journey
// is over.
func (w *walker) foresees(after *order.Event) bool {
	for _, ev := range w.known.Events {
		if ev.Fresh && ev.Compare(after) > 0 && !ev.At.After(w.now) && w.settled(ev) {
			return true
		}
	}
	return false
}

// remembers shows all that is known to the goals of a journey that begins: its trigger may have become known after what followed it.
func (w *walker) remembers() (over bool) {
	for _, ev := range w.known.Events {
		if !ev.At.After(w.now) && w.settled(ev) {
			return true
		}
	}
	return false
}

// goals marks the goals that an event reaches and answers the first of them that ends the journey.
func (w *walker) goals(ev *order.Event) (ended *machine.Goal) {
	open := false
	for i := range w.flow.Goals {
		g := &w.flow.Goals[i]
		if _, reached := w.j.Data.Goals[g.Name]; reached {
			continue
		}
		if ev.At.Before(w.j.Entered) || ev.At.After(w.goalUntil(g)) || !w.concerns(&g.Match, ev) || !w.where(&g.Match, ev) {
			open = true
			continue
		}
		if w.j.Data.Goals == nil {
			w.j.Data.Goals = map[string]Seen{}
		}
		w.j.Data.Goals[g.Name] = Seen{At: MillisOf(ev.At), Event: ev.Seq}
		w.emit(Reached{Goal: g.Name, At: w.now})
		if g.Ends && ended == nil {
			ended = g
		}
	}
	if !open {
		w.j.Watch = time.Time{} // nothing is left to watch for
	}
	return ended
}

// goalUntil is the last instant at which an event reaches the goal.
func (w *walker) goalUntil(g *machine.Goal) time.Time {
	return calendar.Span(g.Within).Add(w.j.Entered, w.env.Zone)
}

// Barred says whether an exit's event that is known already keeps a journey from beginning.
func Barred(f *Flow, j Journey, known *Known, now time.Time) bool {
	w := &walker{flow: f, known: known, env: known.Env, now: now, j: j}
	w.env.Now, w.env.Nodes = now, w
	for i := range f.Exits {
		for _, ev := range known.Events {
			if !ev.At.After(now) && w.concerns(&f.Exits[i].Match, ev) && w.where(&f.Exits[i].Match, ev) {
				return true
			}
		}
	}
	return false
}
