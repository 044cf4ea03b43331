package expr

import (
	"errors"
	"fmt"
	"slices"

	"github.com/flowc/flowc/schema/facts"
)

// ErrTree is wrapped by every error of Check.
var ErrTree = errors.New("not a well-formed expression")

// NodesMax bounds the nodes of one expression, without those of the segments that it names: about ten for each of the operators that the
// language allows in one.
const NodesMax = 100_000

// Check says what is wrong with a tree that did not come from the checker: a part that is missing, a function with the wrong arguments,
// a variable of no for-expression, more nodes than NodesMax. Compile, SQL and String take any tree that it accepts. It does not know
// which roots and nodes a place has; those that it lacks are absent.
func Check(e Expr) error {
	var c Checker
	return c.Check(e)
}

// Checker checks many expressions of one project, each segment once. The zero Checker is ready.
type Checker struct{ segments checker }

// Check is the function Check. After an error in a segment it is of no more use.
func (c *Checker) Check(e Expr) error {
	if c.segments.done == nil {
		c.segments = checker{under: map[string]bool{}, done: map[string]bool{}}
	}
	one := c.segments
	one.check(e)
	return one.err
}

type checker struct {
	err         error
	nodes       int
	bound       [Slots]bool
	under, done map[string]bool // segments
}

func (c *checker) fail(e Expr, format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %T: %s", ErrTree, e, fmt.Sprintf(format, args...))
	}
}

// part checks a part that must be there and is of one of the kinds; none stand for any. It answers the part's kind.
func (c *checker) part(of, e Expr, kinds ...facts.Kind) facts.Kind {
	if e == nil {
		c.fail(of, "a part is missing")
	}
	c.check(e)
	if c.err != nil {
		return facts.Absent
	}
	kind := kindOf(e)
	if len(kinds) > 0 && !slices.Contains(kinds, kind) {
		c.fail(of, "a %s where %v belongs", kind, kinds)
	}
	return kind
}

func (c *checker) check(e Expr) {
	if e == nil || c.err != nil {
		return
	}
	if c.nodes++; c.nodes > NodesMax {
		c.fail(e, "more than %d nodes", NodesMax)
		return
	}
	if _, ok := e.(*Unary); !ok && e.Type().Kind == facts.List && e.Type().Elem == nil {
		c.fail(e, "a list of nothing known")
		return
	}
	switch x := e.(type) {
	case *Lit:
		if k := x.Value.Kind(); k != facts.Absent && plainKind(k) != plainKind(x.T.Kind) {
			c.fail(e, "a %s that calls itself %s", k, x.T.Kind)
		}
	case *Root:
		if !slices.Contains(rootNames, x.Name) {
			c.fail(e, "no root %q", x.Name)
		}
	case *Field:
		c.part(e, x.Of, facts.Object)
		if x.Field == nil || x.Field.Index < 0 {
			c.fail(e, "no field")
		}
	case *Index:
		c.part(e, x.Of, facts.List)
		c.part(e, x.At, facts.Number)
	case *Node:
		if !slices.Contains(nodeKinds, x.Kind) {
			c.fail(e, "no kind of node %q", x.Kind)
		}
	case *Local:
		if x.Slot < 0 || x.Slot >= Slots || !c.bound[x.Slot] {
			c.fail(e, "no variable in slot %d", x.Slot)
		}
	case *Unary:
		c.unary(x)
	case *Binary:
		c.binary(x)
	case *Cond:
		c.part(e, x.When, facts.Bool)
		for _, branch := range []Expr{x.Then, x.Else} {
			c.part(e, branch, plainKind(x.T.Kind), facts.Absent)
		}
	case *For:
		c.loop(x)
	case *Call:
		c.call(x)
	case *Count:
		c.count(x)
	case *Template:
		for _, part := range x.Parts {
			c.part(e, part, facts.String, facts.Number, facts.Bool)
		}
	case *ListLit:
		c.isList(e, x.T)
		for _, elem := range x.Elems {
			c.part(e, elem)
		}
	case *ObjectLit:
		if len(x.Names) != len(x.Elems) {
			c.fail(e, "%d names for %d elements", len(x.Names), len(x.Elems))
		}
		for _, elem := range x.Elems {
			c.part(e, elem)
		}
	case *Segment:
		c.segment(x)
	default:
		c.fail(e, "unknown")
	}
}

var (
	rootNames = []RootName{RootCustomer, RootOrder, RootItem, RootShipment, RootTrigger, RootEvent, RootNow, RootLinks}
	nodeKinds = []NodeKind{NodeGoal, NodeAwait, NodeStep, NodeExperiment, NodeFlow}
)

func (c *checker) unary(x *Unary) {
	switch x.Op {
	case Not:
		c.part(x, x.X, facts.Bool)
	case Neg:
		c.part(x, x.X, facts.Number, facts.Money)
	default:
		c.fail(x, "no operator %q", x.Op)
	}
}

func (c *checker) binary(x *Binary) {
	switch {
	case x.Op == And || x.Op == Or:
		c.part(x, x.X, facts.Bool)
		c.part(x, x.Y, facts.Bool)
	case isComparison(x.Op):
		c.comparison(x)
	case isArithmetic(x.Op):
		l := c.part(x, x.X, facts.Number, facts.Money)
		r := c.part(x, x.Y, facts.Number, facts.Money)
		if c.err == nil && plainKind(x.T.Kind) != arithmeticKind(x.Op, l, r) {
			c.fail(x, "%s %s %s is no %s", l, x.Op, r, x.T.Kind)
		}
		return
	default:
		c.fail(x, "no operator %q", x.Op)
	}
	if x.T.Kind != facts.Bool {
		c.fail(x, "%s is no %s", x.Op, x.T.Kind)
	}
}

// arithmeticKind is what an operator answers over the kinds; Absent where it has no answer.
func arithmeticKind(op Op, l, r facts.Kind) facts.Kind {
	switch {
	case l == facts.Number && r == facts.Number:
		return facts.Number
	case l == facts.Money && r == facts.Money && (op == Add || op == Sub):
		return facts.Money
	case l == facts.Money && r == facts.Money && op == Div:
		return facts.Number
	case l == facts.Money && r == facts.Number && (op == Mul || op == Div):
		return facts.Money
	case l == facts.Number && r == facts.Money && op == Mul:
		return facts.Money
	}
	return facts.Absent
}

func (c *checker) comparison(x *Binary) {
	l, r := c.part(x, x.X), c.part(x, x.Y)
	if c.err != nil || isNull(x.X) || isNull(x.Y) {
		return
	}
	equality := x.Op == Eq || x.Op == Ne
	switch {
	case l != r:
		c.fail(x, "%s %s %s", l, x.Op, r)
	case l == facts.Money && len(x.Currencies) == 0:
		c.fail(x, "the project's currencies are missing")
	case l == facts.List || l == facts.Object:
		c.fail(x, "a %s compares with null only", l)
	case !equality && (l == facts.String || l == facts.Bool):
		c.fail(x, "a %s has no order", l)
	}
}

func (c *checker) isList(e Expr, t facts.Type) {
	if t.Kind != facts.List || t.Elem == nil {
		c.fail(e, "a list that calls itself %s", t)
	}
}

func (c *checker) loop(x *For) {
	c.part(x, x.Over, facts.List)
	c.isList(x, x.T)
	if x.Slot < 0 || x.Slot >= Slots {
		c.fail(x, "slot %d of %d", x.Slot, Slots)
		return
	}
	outer := c.bound[x.Slot]
	c.bound[x.Slot] = true
	if x.Where != nil {
		c.part(x, x.Where, facts.Bool)
	}
	if x.Each != nil {
		c.part(x, x.Each)
	}
	c.bound[x.Slot] = outer
}

// segment checks a segment's condition once. It stands by itself: it sees no variable of the place that names it.
func (c *checker) segment(x *Segment) {
	if c.under[x.Name] {
		c.fail(x, "segment %q contains itself", x.Name)
		return
	}
	if c.done[x.Name] {
		return
	}
	c.done[x.Name], c.under[x.Name] = true, true
	bound, nodes := c.bound, c.nodes
	c.bound, c.nodes = [Slots]bool{}, 0
	c.part(x, x.Body, facts.Bool)
	c.bound, c.nodes = bound, nodes
	delete(c.under, x.Name)
}

// countArgs are the arguments of each count with their kinds.
var countArgs = map[CountWhat]map[string]facts.Kind{
	OrdersPlaced:    {"within": facts.Duration, "min_total": facts.Money, "channel": facts.String},
	ItemsBought:     {"within": facts.Duration, "category": facts.String, "product": facts.String, "brand": facts.String, "sku": facts.String, "tag": facts.String},
	ReviewsWritten:  {"within": facts.Duration, "min_rating": facts.Number},
	MessagesSent:    {"within": facts.Duration, "flow": facts.String, "topic": facts.String},
	MessagesClicked: {"within": facts.Duration, "flow": facts.String, "topic": facts.String},
	EventsSeen:      {"within": facts.Duration, "type": facts.String},
}

func (c *checker) count(x *Count) {
	kinds, ok := countArgs[x.What]
	if !ok {
		c.fail(x, "no count %q", x.What)
		return
	}
	last := ""
	for _, a := range x.Args {
		kind, ok := kinds[a.Name]
		if !ok || a.Name <= last {
			c.fail(x, "%q is no argument of %s, or not in the order of the names", a.Name, x.What)
			return
		}
		last = a.Name
		c.part(x, a.Value, kind)
	}
	if x.What == EventsSeen && (last != "type" && last != "within" || x.Args[0].Name != "type") {
		c.fail(x, "the type of the events is missing")
	}
	if x.Where == nil {
		return
	}
	if x.What != EventsSeen {
		c.fail(x, "only events have a condition")
	}
	c.part(x, x.Where, facts.Bool)
}
