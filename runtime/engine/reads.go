package engine

import (
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
)

// reads is what the expressions of a flow need from the store.
type reads struct {
	orders, reviews, messages, active bool
	events                            []string        // types whose earlier events count
	anyEvent                          bool            // all types
	draws                             []*machine.Draw // of its experiments
	goals                             []string        // types of its goals
	looksAt                           map[string]bool // types of its goals, exits and awaits
}

// withGoals is what is read where events are looked at: what is known already, or is coming, may reach goals.
func (r reads) withGoals() reads {
	all := reads{events: slices.Clone(r.events)}
	all.add(r)
	all.add(reads{events: r.goals})
	all.draws = r.draws
	return all
}

func (r *reads) add(o reads) {
	r.orders = r.orders || o.orders
	r.reviews = r.reviews || o.reviews
	r.messages = r.messages || o.messages
	r.active = r.active || o.active
	r.anyEvent = r.anyEvent || o.anyEvent
	for _, e := range o.events {
		if !slices.Contains(r.events, e) {
			r.events = append(r.events, e)
		}
	}
}

// readsOf gathers what a machine reads: early events for its exits and awaits, history for its conditions and letters. Events for its
// goals are withGoals'.
func (p *Program) readsOf(m *machine.Machine) reads {
	r := reads{looksAt: map[string]bool{}}
	early := map[string]bool{}
	exprs := []expr.Expr{m.Trigger.Where, m.Trigger.Audience, m.Trigger.Segment}
	for _, x := range m.Exits {
		exprs = append(exprs, x.Match.Where, x.When)
		r.note(early, x.Match.Events, true)
	}
	for _, g := range m.Goals {
		exprs = append(exprs, g.Match.Where)
		r.note(early, g.Match.Events, false)
		r.goals = append(r.goals, g.Match.Events...)
	}
	for _, s := range m.States {
		switch s := s.(type) {
		case *machine.Step:
			exprs = append(exprs, s.When)
			exprs = append(exprs, r.act(s.Act)...)
			exprs = append(exprs, r.gates(p, m, s.Act)...)
		case *machine.Delay:
			exprs = append(exprs, s.For, s.Until)
		case *machine.Await:
			exprs = append(exprs, s.Match.Where, s.Timeout, s.Until)
			r.note(early, s.Match.Events, true)
		case *machine.Branch:
			for _, c := range s.Cases {
				exprs = append(exprs, c.When)
			}
		case *machine.Experiment:
			r.draws = append(r.draws, &s.Draw)
		case *machine.Repeat:
			exprs = append(exprs, s.Every, s.While)
		case *machine.End:
		default:
			panic("this is a bug in flowc: a state of an unknown kind")
		}
	}
	needs := expr.NeedsOf(exprs...)
	r.orders, r.reviews, r.messages = needs.Orders, needs.Reviews, r.messages || needs.Messages
	r.active, r.anyEvent = len(needs.Flows) > 0, needs.AnyEvent
	for _, e := range needs.Events {
		early[e] = true
	}
	r.events = slices.Sorted(maps.Keys(early))
	return r
}

// act answers the expressions of a step's act.
func (r *reads) act(act machine.Act) (exprs []expr.Expr) {
	switch act := act.(type) {
	case *machine.Update:
		return act.Expressions()
	case *machine.Webhook:
		return []expr.Expr{act.Body}
	case *machine.Email:
		letters := [][]machine.Letter{act.Letters}
		if act.Experiment != nil {
			r.draws = append(r.draws, &act.Experiment.Draw)
			letters = append(letters, act.Experiment.Variants...)
		}
		for _, set := range letters {
			for _, l := range set {
				exprs = append(append(exprs, l.Subject, l.Preheader), l.Body.Holes...)
			}
		}
		return exprs
	default:
		panic("this is a bug in flowc: an act of an unknown kind")
	}
}

// gates notes what the gates of a message read, and answers their expressions.
func (r *reads) gates(p *Program, m *machine.Machine, act machine.Act) (exprs []expr.Expr) {
	mail, ok := act.(*machine.Email)
	if !ok {
		return nil
	}
	r.messages = r.messages || p.pressure.Capped(mail.Topic)
	if !p.topics[mail.Topic].Marketing {
		return nil
	}
	for _, h := range p.pressure.Holdouts(mail.Topic) {
		r.holdout(h.Salt())
	}
	if m.Holdout > 0 {
		r.holdout(m.HoldoutSalt())
	}
	return []expr.Expr{p.Pressure.Exclude}
}

// holdout notes a draw once, however many messages it is about.
func (r *reads) holdout(salt string) {
	if !slices.ContainsFunc(r.draws, func(d *machine.Draw) bool { return d.Salt == salt }) {
		r.draws = append(r.draws, interp.HoldoutDraw(salt))
	}
}

// note keeps the types that a match looks at; early ones are looked for in the past, too.
func (r *reads) note(early map[string]bool, types []string, past bool) {
	for _, t := range types {
		r.looksAt[t] = true
		if past {
			early[t] = true
		}
	}
}
