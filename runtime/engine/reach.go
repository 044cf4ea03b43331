package engine

import (
	"sync"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
)

// reach is what a journey may pass when it wakes in a state, up to the waits that it surely comes to rest in, and what that reads. Most
// journeys wake to wait again: nothing of their orders and consents is loaded for that.
type reach struct {
	reads
	states map[machine.Name]bool
}

// reaches are the reaches of a program's states, each made when a journey first wakes in it.
type reaches struct {
	sync.Mutex
	of map[*interp.Flow]map[machine.Name]*reach
}

// reachOf is the reach of a state. A journey that is so late that it passes a wait goes beyond it, which interp reports.
func (p *Program) reachOf(f *interp.Flow, state machine.Name) *reach {
	p.near.Lock()
	defer p.near.Unlock()
	if r := p.near.of[f][state]; r != nil {
		return r
	}
	if p.near.of == nil {
		p.near.of = map[*interp.Flow]map[machine.Name]*reach{}
	}
	if p.near.of[f] == nil {
		p.near.of[f] = map[machine.Name]*reach{}
	}
	r := wakeReach(f.Machine, state)
	p.near.of[f][state] = r
	return r
}

// reachOf is the program's, remembered for the state that was asked for last: those that are due together mostly stand together.
func (b *batch) reachOf(f *interp.Flow, state machine.Name) *reach {
	if b.lastReach == nil || b.lastFlow != f || b.lastState != state {
		b.lastReach, b.lastFlow, b.lastState = b.e.Program.reachOf(f, state), f, state
	}
	return b.lastReach
}

// reaching collects a reach.
type reaching struct {
	m     *machine.Machine
	r     *reach
	exprs []expr.Expr
	open  []machine.Name // states still to be looked at
}

func wakeReach(m *machine.Machine, state machine.Name) *reach {
	g := &reaching{m: m, r: &reach{states: map[machine.Name]bool{}}}
	g.r.states[state] = true
	switch s := m.State(state).(type) {
	case *machine.Delay:
		g.to(s.Next)
	case *machine.Await:
		g.await(s)
		g.to(s.OnTimeout)
	case *machine.Repeat:
		g.exprs = append(g.exprs, s.While)
		g.to(s.Body, s.Next)
	default:
		delete(g.r.states, state)
		g.to(state)
	}
	for len(g.open) > 0 {
		next := g.open[len(g.open)-1]
		g.open = g.open[:len(g.open)-1]
		g.state(m.State(next))
	}
	g.r.need(g.exprs)
	return g.r
}

func (g *reaching) to(names ...machine.Name) {
	for _, n := range names {
		if n != "" && !g.r.states[n] {
			g.r.states[n] = true
			g.open = append(g.open, n)
		}
	}
}

// state adds a state that is walked to.
func (g *reaching) state(s machine.State) {
	switch s := s.(type) {
	case *machine.Step:
		g.exprs = append(append(g.exprs, s.When), g.r.act(s.Act)...)
		g.r.consents, g.r.order, g.r.remembers = true, true, true
		g.to(s.Next)
	case *machine.Delay:
		g.exprs = append(g.exprs, s.For, s.Until)
		if s.Until != nil || s.For == nil {
			g.to(s.Next) // a date may be past or absent, and an hour may be now
		}
	case *machine.Await:
		g.await(s)
		if s.Until != nil {
			g.to(s.OnTimeout)
		}
	case *machine.Branch:
		for _, c := range s.Cases {
			g.exprs = append(g.exprs, c.When)
			g.to(c.To)
		}
		g.to(s.Default)
	case *machine.Experiment:
		g.r.draws = append(g.r.draws, &s.Draw)
		g.to(s.To...)
		g.to(s.HeldOut)
	case *machine.Repeat:
		g.exprs = append(g.exprs, s.Every)
		g.to(s.Next)
	case *machine.End:
	default:
		panic("this is a bug in flowc: a state of an unknown kind")
	}
}

// await adds an await that may be met at once, by an event that came early.
func (g *reaching) await(s *machine.Await) {
	g.exprs = append(g.exprs, s.Match.Where, s.Timeout, s.Until)
	g.r.early(s.Match.Events)
	g.r.remembers = true // an order placed at the instant of the trigger's own is told from it by their places
	g.to(s.Next)
}
