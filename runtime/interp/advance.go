package interp

import (
	"fmt"
	"maps"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Input is the occasion on which a journey advances.
//
//sumtype:decl
type Input interface{ input() }

// Enter begins a journey; its waits count from From.
type Enter struct{ From time.Time }

// Wake goes on where the journey is due.
type Wake struct{}

// Happened is an event that concerns the journey's customer or order.
type Happened struct{ Event *order.Event }

func (Enter) input()    {}
func (Wake) input()     {}
func (Happened) input() {}

// outage is the lateness beyond which what follows counts from the release and no longer from the due time (language.md, "Time").
const outage = time.Hour

// stepsMax bounds the states that one Advance passes. A repeat's rounds are bounded by the checker; more is a bug.
const stepsMax = 1_000_000

// Advance walks a journey until it waits or is over. It answers the next journey, which shares nothing with j, and the effects
// in their order. now is the instant at which the runner looks; what was due earlier counts from when it was due.
func Advance(f *Flow, j Journey, in Input, known *Known, now time.Time) (Journey, []Effect) {
	j.Data.Goals = maps.Clone(j.Data.Goals)
	j.Data.Awaits = maps.Clone(j.Data.Awaits)
	j.Data.Steps = maps.Clone(j.Data.Steps)
	j.Data.Arms = maps.Clone(j.Data.Arms)
	j.Data.Rounds = maps.Clone(j.Data.Rounds)
	w := &walker{flow: f, known: known, env: known.Env, now: now, j: j}
	w.env.Now = now
	w.env.Nodes = w
	if j.Data.Trigger != 0 && w.env.Trigger.IsAbsent() {
		if ev := known.EventBySeq(j.Data.Trigger); ev != nil {
			w.env.Trigger = facts.ObjectOf(ev)
		}
	}
	switch in := in.(type) {
	case Enter:
		w.enter(in)
	case Wake:
		w.wake()
	case Happened:
		w.happened(in.Event)
	default:
		panic(fmt.Sprintf("this is a bug in flowc: input %T", in))
	}
	return w.j, w.effects
}

// walker is one Advance under way. base is the instant from which the next wait counts.
type walker struct {
	flow    *Flow
	known   *Known
	env     *expr.Env
	now     time.Time
	j       Journey
	base    time.Time
	effects []Effect
}

func (w *walker) emit(e Effect) { w.effects = append(w.effects, e) }

func (w *walker) enter(in Enter) {
	w.base = in.From
	w.emit(Entered{At: w.now})
	for i := range w.flow.Goals {
		until := w.goalUntil(&w.flow.Goals[i])
		if until.After(w.j.Watch) {
			w.j.Watch = until
		}
	}
	w.j.State = w.flow.First
	if !w.remembers() {
		w.walk(w.flow.First)
	}
}

func (w *walker) wake() {
	if w.j.Over != UnderWay || w.j.Due.IsZero() || w.j.Due.After(w.now) {
		return
	}
	due := w.j.Due
	switch s := w.flow.State(w.j.State).(type) {
	case *machine.Delay:
		w.base = due
		w.walk(s.Next)
	case *machine.Await:
		w.resumeAwait(s)
	case *machine.Repeat:
		w.base = due
		w.walk(w.round(s))
	case *machine.Step, *machine.Branch, *machine.Experiment, *machine.End:
		w.base = due
		w.walk(w.j.State)
	default:
		panic(fmt.Sprintf("this is a bug in flowc: journey %s:%s stands in %q, which its machine does not have", w.j.Flow, w.j.Key, w.j.State))
	}
}

// walk goes on from a state until the journey waits or is over.
func (w *walker) walk(next machine.Name) {
	w.j.Due = time.Time{}
	for range stepsMax {
		if next == "" {
			w.end(Finished, "")
			return
		}
		if w.known.Within != nil && !w.known.Within[next] {
			w.known.Beyond = true
			return
		}
		var waits bool
		switch s := w.flow.State(next).(type) {
		case *machine.Step:
			w.step(s)
			next = s.Next
		case *machine.Delay:
			next, waits = w.delay(s)
		case *machine.Await:
			next, waits = w.await(s)
		case *machine.Branch:
			next = w.branch(s)
		case *machine.Experiment:
			next = w.experiment(s)
		case *machine.Repeat:
			next, waits = w.repeat(s)
		case *machine.End:
			w.j.State = s.Name
			w.end(Finished, "end")
			return
		default:
			panic(fmt.Sprintf("this is a bug in flowc: no state %q in flow %q", next, w.flow.Flow))
		}
		if waits || w.j.Over != UnderWay {
			return
		}
	}
	panic(fmt.Sprintf("this is a bug in flowc: flow %q does not come to rest", w.flow.Flow))
}

// wait leaves the journey in a state until due.
func (w *walker) wait(in machine.Name, due time.Time) {
	w.j.State = in
	w.j.Due = due
	w.j.Data.Since = MillisOf(w.base)
}

// end closes the journey. Goals are watched on.
func (w *walker) end(how Over, reason string) {
	w.j.Over = how
	w.j.Due = time.Time{}
	w.emit(Ended{At: w.now, Reason: reason})
}

// Node answers what the journey knows of a node (expr.NodeReader).
func (w *walker) Node(kind expr.NodeKind, name, field string) facts.Value {
	switch kind {
	case expr.NodeGoal:
		seen, ok := w.j.Data.Goals[name]
		return w.seen(seen, ok, field)
	case expr.NodeAwait:
		seen, ok := w.j.Data.Awaits[machine.Name(name)]
		return w.seen(seen, ok, field)
	case expr.NodeStep:
		return passedField(w.j.Data.Steps[machine.Name(name)], field)
	case expr.NodeExperiment:
		return facts.Optional(w.j.Data.Arms[machine.Name(name)])
	case expr.NodeFlow:
		return facts.BoolOf(w.known.Active != nil && w.known.Active(name))
	default:
		panic("this is a bug in flowc: a node of the kind " + string(kind))
	}
}

func (w *walker) seen(s Seen, ok bool, field string) facts.Value {
	switch field {
	case "reached", "happened":
		return facts.BoolOf(ok)
	}
	if !ok {
		return facts.Value{}
	}
	if field == "at" {
		return facts.TimeOf(s.At.Time())
	}
	if ev := w.known.EventBySeq(s.Event); ev != nil {
		return facts.ObjectOf(ev)
	}
	return facts.Value{}
}

func passedField(p Passed, field string) facts.Value {
	switch field {
	case "sent":
		return facts.BoolOf(p.Sent)
	case "skipped":
		return facts.BoolOf(p.Skipped)
	case "sent_at":
		if p.Sent {
			return facts.TimeOf(p.At.Time())
		}
	case "variant":
		return facts.Optional(p.Variant)
	case "clicked":
		return facts.BoolOf(false)
	}
	return facts.Value{}
}

// NodesOf reads what a journey knows of its nodes, for a letter that is shown outside of Advance.
func NodesOf(j Journey, known *Known) expr.NodeReader { return &walker{known: known, j: j} }
