package lower

import (
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
)

// flow flattens the tree of a flow into states. Each body is lowered with the name of the state that follows it, which is
// the only thing that a state has to know of its surroundings.
func flow(f *ir.Flow) *machine.Machine {
	m := &machine.Machine{
		Flow:    f.Name,
		Title:   f.Title,
		Owner:   f.Owner,
		Enabled: f.Enabled,
		Holdout: f.Holdout,
		Trigger: trigger(f.Trigger),
		Origins: make(map[machine.Name]machine.Origin),
	}
	if already := machine.Already(f.Already); already != m.AlreadyIn() {
		m.Already = already
	}
	for _, x := range f.Exits {
		exit := machine.Exit{Name: x.Name, Ordinal: x.Ordinal, When: x.When}
		if x.When == nil {
			exit.Match = match(x.Match)
		}
		m.Exits = append(m.Exits, exit)
	}
	for _, g := range f.Goals {
		m.Goals = append(m.Goals, machine.Goal{
			Name: g.Name, Ordinal: g.Ordinal, Match: match(g.Match), Within: facts.Span(g.Within), Ends: g.Ends,
		})
	}
	l := &lowering{machine: m}
	m.First = l.body(f.Body, place{})
	m.Index()
	return m
}

// lowering is one machine in the making.
type lowering struct{ machine *machine.Machine }

// place is where a body stands.
type place struct {
	path   string         // of the body: a node's address, and "/" and the way into it where a node has several
	next   machine.Name   // the state after the body; empty: it runs out
	loops  []machine.Name // the repeats around it, the outermost first
	within machine.Name   // the innermost experiment around it
}

// in is the same place inside a body with the given path.
func (p place) in(path string) place {
	p.path = path
	return p
}

// after is the same place with another state after the body.
func (p place) after(next machine.Name) place {
	p.next = next
	return p
}

// endName names the end that closes a body. No node's address holds a slash.
func (p place) endName() machine.Name { return machine.Name(p.path + "/end") }

// body lowers nodes in the order of the source and answers the name of the first state.
func (l *lowering) body(nodes []ir.Node, at place) machine.Name {
	firsts := entries(nodes, at)
	for i, n := range nodes {
		l.node(n, at.after(firsts[i+1]))
	}
	return firsts[0]
}

// entries are the names of the states that each node begins with; the last element is the name of what follows them all.
func entries(nodes []ir.Node, at place) []machine.Name {
	names := make([]machine.Name, len(nodes)+1)
	names[len(nodes)] = at.next
	for i := len(nodes) - 1; i >= 0; i-- {
		names[i] = entry(nodes[i], at.after(names[i+1]))
	}
	return names
}

// entry is the name of the state that a node begins with.
func entry(n ir.Node, at place) machine.Name {
	switch n := n.(type) {
	case *ir.Use:
		return entries(n.Body, at.in(n.Address))[0]
	case *ir.End:
		return at.endName()
	case *ir.Step, *ir.Delay, *ir.Await, *ir.Branch, *ir.Experiment, *ir.Repeat:
		return machine.Name(n.At().Address)
	default:
		panic("this is a bug in flowc: a node of an unknown kind")
	}
}

func (l *lowering) node(n ir.Node, at place) {
	switch n := n.(type) {
	case *ir.Step:
		l.step(n, at)
	case *ir.Delay:
		l.delay(n, at)
	case *ir.Await:
		l.await(n, at)
	case *ir.Branch:
		l.branch(n, at)
	case *ir.Experiment:
		l.experiment(n, at)
	case *ir.Repeat:
		l.repeat(n, at)
	case *ir.Use:
		l.body(n.Body, at.in(n.Address))
	case *ir.End:
		l.add(&machine.End{Name: at.endName()}, n)
	default:
		panic("this is a bug in flowc: a node of an unknown kind")
	}
}

// add appends a state and notes where it stands in the source.
func (l *lowering) add(s machine.State, n ir.Node) {
	l.machine.States = append(l.machine.States, s)
	at := n.At().Range
	l.machine.Origins[s.StateName()] = machine.Origin{File: at.File, Line: at.Start.Line}
}
