package check

import (
	"cmp"
	"slices"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// flowsMax bounds the flows of a project.
const flowsMax = 5000

// flows checks all flows, and then what can only be said when all of them were seen.
func (c *checker) flows() {
	if n := len(c.project.Flows); n > flowsMax {
		c.report("F0433", c.project.Flows[flowsMax].Header, "A project has at most %d flows, and this one has %d.", flowsMax, n)
		return
	}
	for _, f := range c.project.Flows {
		c.flow(f)
	}
	c.postalAddress()
	c.idle()
	c.idleLocals()
}

// idleLocals checks the locals that no flow looked into.
func (c *checker) idleLocals() {
	for _, l := range c.project.Locals {
		if l.Readable() && !slices.ContainsFunc(c.diags, func(d diag.Diagnostic) bool { return within(d.Range, l.Range) }) {
			c.add(c.world.CheckLocal(l.Name))
		}
	}
}

// within is true where a range lies inside another one.
func within(inner, outer diag.Range) bool {
	return inner.File == outer.File && inner.Start.Byte >= outer.Start.Byte && inner.End.Byte <= outer.End.Byte
}

// flow is one flow on its way to the tree.
type flow struct {
	*checker
	ast *ast.Flow
	out *ir.Flow

	topic     *topic // of its letters; nil where it has none
	topicSaid bool   // it names a topic, perhaps a wrong one
	unbroken  bool   // all that stands directly in it was understood

	// ordered is true where journeys have an order. known is false where the trigger could not be read: then an order is taken
	// to be there, and nothing is said of what its absence would mean.
	ordered bool
	known   bool
	whyNot  string // why there is no order, in a sentence

	goals map[string]*ast.Goal
	base  *typing.Scope // what everything in the flow may name
	nodes int           // how many there are, fragments put in their places
	full  bool          // there are too many, which has been reported
	asked []*asked      // what letters ask for, for the lints
}

// flow checks one flow.
func (c *checker) flow(a *ast.Flow) {
	f := &flow{checker: c, ast: a, out: &ir.Flow{Name: a.Name.Name}, goals: map[string]*ast.Goal{}}
	c.flowBroken, c.unclear = a.Broken, nil
	if a.Broken {
		c.unclear = []map[string]bool{{"goal": true, "await": true, "step": true, "experiment": true}} // what was left out may have asked for them
	}
	s := c.world.Scope()
	f.out.Title, _ = c.text(s, a.Title, "the flow's title")
	f.out.Owner, _ = c.text(s, a.Owner, "the flow's owner")
	f.out.Enabled = c.truth(s, a.Enabled, true, "whether anybody enters")
	f.topicSaid = a.Topic != nil
	f.unbroken = c.complete(&a.Block, flowBlocks(a)...)
	f.topic = c.topicNamed(a.Topic)
	f.trigger()
	f.exitsAndGoals()
	f.body()
	f.goalWindows()
	c.out.Flows = append(c.out.Flows, f.out)
}

// topicNamed is the topic that an argument names; nil where it names none, or a wrong one.
func (c *checker) topicNamed(a *ast.Arg) *topic {
	if !a.Readable() {
		return nil
	}
	name, diags := c.world.Resolve("topic", a.Expr)
	c.add(diags)
	return c.topics[name]
}

// roots is the scope of what everything in a flow may name: the customer, the trigger and, where there is one, the order.
func (f *flow) roots(event *order.EventType) *typing.Scope {
	s := f.world.Scope().WithRoot(expr.RootCustomer, facts.ObjectTypeOf(order.CustomerType)).WithSegments(true)
	if event != nil {
		s = s.WithRoot(expr.RootTrigger, facts.ObjectTypeOf(event.Type))
	}
	if f.ordered {
		return s.WithRoot(expr.RootOrder, facts.ObjectTypeOf(order.OrderType))
	}
	return s.Because("order", f.whyNot)
}

// anyRoots are those of a flow whose event is not known: nothing is said of what reads it.
func (f *flow) anyRoots() *typing.Scope {
	return f.roots(nil).WithRoot(expr.RootTrigger, facts.Type{})
}

// exitsAndGoals checks the goals before the exits, since an exit may read a goal.
func (f *flow) exitsAndGoals() {
	goals := newNames("goal", "a flow")
	scope := f.base
	for _, g := range f.ast.Goals {
		f.take(goals, g.Name)
		f.out.Goals = append(f.out.Goals, f.goal(g))
		f.goals[g.Name.Name] = g
		scope = scope.WithNode(typing.Node{
			Kind: expr.NodeGoal, Name: g.Name.Name, Address: g.Name.Name, Event: f.eventObject(g.Event), Sure: true,
		})
	}
	f.base = scope
	exits := newNames("exit", "a flow")
	for _, x := range f.ast.Exits {
		f.take(exits, x.Name)
		f.out.Exits = append(f.out.Exits, f.exit(x))
	}
	f.number()
}

// number counts exits and goals in the order of the file: of several that are met at once the first is the reason.
func (f *flow) number() {
	type mark struct {
		byte    int
		ordinal *int
	}
	var marks []mark
	for i, g := range f.ast.Goals {
		marks = append(marks, mark{g.Range.Start.Byte, &f.out.Goals[i].Ordinal})
	}
	for i, x := range f.ast.Exits {
		marks = append(marks, mark{x.Range.Start.Byte, &f.out.Exits[i].Ordinal})
	}
	slices.SortFunc(marks, func(a, b mark) int { return cmp.Compare(a.byte, b.byte) })
	for i, m := range marks {
		*m.ordinal = i
	}
}
