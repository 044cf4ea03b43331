package engine

import (
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
)

// reads is what the expressions of a flow, or of a part of it, need from the store.
type reads struct {
	order, remembers, consents        bool // the journey's order; the events that it remembers; consents and suppressions
	orders, reviews, messages, active bool
	days                              bool            // days_since_last_order, which depends on the present
	events                            []string        // types whose earlier events count, sorted
	anyEvent                          bool            // all types
	draws                             []*machine.Draw // of its experiments
	goals                             []string        // types of its goals
	looksAt                           map[string]bool // types of its goals, exits and awaits
}

// withGoals is what is read where events are looked at: what is known already, or is coming, may reach goals.
func (r reads) withGoals() reads {
	all := reads{events: slices.Clone(r.events)}
	all.add(&r)
	all.add(&reads{events: r.goals})
	all.draws = r.draws
	return all
}

// add is what both read, the draws left out.
func (r *reads) add(o *reads) {
	r.order = r.order || o.order
	r.remembers = r.remembers || o.remembers
	r.consents = r.consents || o.consents
	r.orders = r.orders || o.orders
	r.reviews = r.reviews || o.reviews
	r.messages = r.messages || o.messages
	r.active = r.active || o.active
	r.anyEvent = r.anyEvent || o.anyEvent
	r.early(o.events)
}

// early adds types whose earlier events count.
func (r *reads) early(types []string) {
	for _, t := range types {
		if at, found := slices.BinarySearch(r.events, t); !found {
			r.events = slices.Insert(slices.Clip(r.events), at, t)
		}
	}
}

// need adds what expressions read.
func (r *reads) need(exprs []expr.Expr) {
	needs := expr.NeedsOf(exprs...)
	r.order = r.order || needs.Order || needs.Item || needs.Shipment
	r.orders, r.reviews, r.messages = r.orders || needs.Orders, r.reviews || needs.Reviews, r.messages || needs.Messages
	r.active, r.anyEvent = r.active || len(needs.Flows) > 0, r.anyEvent || needs.AnyEvent
	r.early(needs.Events)
	for _, e := range exprs {
		expr.Walk(e, func(x expr.Expr) {
			switch x := x.(type) {
			case *expr.Root:
				r.remembers = r.remembers || x.Name == expr.RootTrigger
			case *expr.Node:
				r.remembers = r.remembers || x.Kind == expr.NodeGoal || x.Kind == expr.NodeAwait
			case *expr.Field:
				r.days = r.days || x.Field.Name == daysSince.Name
			default: // the other kinds remember nothing
			}
		})
	}
}

// readsOf gathers what a machine reads: early events for its exits and awaits, history for its conditions and letters. Events for its
// goals are withGoals'.
func (p *Program) readsOf(m *machine.Machine) reads {
	r := reads{order: true, remembers: true, consents: true, looksAt: map[string]bool{}}
	exprs := []expr.Expr{m.Trigger.Where, m.Trigger.Audience, m.Trigger.Segment}
	for _, x := range m.Exits {
		exprs = append(exprs, x.Match.Where, x.When)
		r.note(x.Match.Events)
		r.early(x.Match.Events)
	}
	for _, g := range m.Goals {
		exprs = append(exprs, g.Match.Where)
		r.note(g.Match.Events)
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
			r.note(s.Match.Events)
			r.early(s.Match.Events)
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
	r.need(exprs)
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

// note keeps the types that a match looks at.
func (r *reads) note(types []string) {
	for _, t := range types {
		r.looksAt[t] = true
	}
}
