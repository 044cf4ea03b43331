package expr

import (
	"slices"

	"github.com/flowc/flowc/schema/facts"
)

// Compiled expressions are closures, each of which holds those of its operands. There is one kind of closure for every kind of value
// that the hot loop has, so that a condition over fields makes no Value and allocates nothing.
type (
	valueFn = func(*Env) facts.Value
	boolFn  = func(*Env) bool
	intFn   = func(*Env) (n int64, present bool) // a number's millionths or an instant's milliseconds
	textFn  = func(*Env) (s string, present bool)
)

// Compile makes a function that answers what the expression means in an Env. The function may be called by several goroutines at a
// time, each with an Env of its own. It has no errors and does not panic on a tree that Check accepts: what is of another type than the
// tree says is taken as absent. One evaluation does at most a bounded amount of work, whatever the customer's history; beyond that,
// lists are absent, conditions over them false, counts 0 and texts empty.
func Compile(e Expr) func(*Env) facts.Value {
	c := newCompiler(e)
	f := c.value(e)
	slots := len(c.slots)
	if !c.loops {
		return f
	}
	return func(env *Env) facts.Value {
		env.begin(slots)
		return f(env)
	}
}

// CompileBool is Compile for a condition: true where the expression is true, false where it is anything else.
func CompileBool(e Expr) func(*Env) bool {
	c := newCompiler(e)
	f := c.bool(e)
	slots := len(c.slots)
	if !c.loops {
		return f
	}
	return func(env *Env) bool {
		env.begin(slots)
		return f(env)
	}
}

// Eval is Compile and one call. Where an expression is evaluated more than once, use Compile or a Cache.
func Eval(e Expr, env *Env) facts.Value { return Compile(e)(env) }

// begin makes the Env ready for one evaluation.
func (env *Env) begin(segments int) {
	env.left = budget
	if segments == 0 {
		return
	}
	env.known = slices.Grow(env.known[:0], segments)[:segments]
	clear(env.known)
}

type compiler struct {
	slots    map[string]int    // segments that are named more than once → their place in Env.known
	segments map[string]boolFn // compiled so far; nil while under way
	loops    bool              // something in it spends from the budget, or looks up a segment twice
}

func newCompiler(e Expr) *compiler {
	c := &compiler{slots: map[string]int{}, segments: map[string]boolFn{}}
	named := map[string]int{}
	Walk(e, func(x Expr) {
		switch x := x.(type) {
		case *Segment:
			if named[x.Name]++; named[x.Name] == 2 {
				c.slots[x.Name] = len(c.slots)
				c.loops = true
			}
		case *For, *Call, *Count, *Template, *ListLit:
			c.loops = true
		case *Lit, *Root, *Field, *Index, *Node, *Local, *Unary, *Binary, *Cond, *ObjectLit:
		default:
			panic(unknown(x))
		}
	})
	return c
}

// value compiles any expression.
func (c *compiler) value(e Expr) valueFn {
	switch x := e.(type) {
	case *Lit:
		v := x.Value
		return func(*Env) facts.Value { return v }
	case *Root:
		return root(x.Name)
	case *Field:
		return c.field(x)
	case *Index:
		return c.index(x)
	case *Node:
		return node(x)
	case *Local:
		slot := x.Slot
		return func(env *Env) facts.Value { return env.slots[slot] }
	case *Unary:
		if x.Op == Not {
			return boolValue(c.bool(x))
		}
		return c.negation(x)
	case *Binary:
		return c.binary(x)
	case *Cond:
		when, then, otherwise := c.bool(x.When), c.value(x.Then), c.value(x.Else)
		return func(env *Env) facts.Value {
			if when(env) {
				return then(env)
			}
			return otherwise(env)
		}
	case *For:
		return c.loop(x)
	case *Call:
		return c.call(x)
	case *Count:
		return numberValue(c.count(x))
	case *Template:
		return c.template(x)
	case *ListLit:
		return c.list(x)
	case *ObjectLit:
		return c.object(x)
	case *Segment:
		return boolValue(c.segment(x))
	default:
		panic(unknown(e))
	}
}

func unknown(e Expr) string {
	if e == nil {
		return "this is a bug in flowc: no expression where one belongs"
	}
	return "this is a bug in flowc: an unknown expression " + e.Type().String()
}

func root(name RootName) valueFn {
	switch name {
	case RootCustomer:
		return func(env *Env) facts.Value { return env.Customer }
	case RootOrder:
		return func(env *Env) facts.Value { return env.Order }
	case RootItem:
		return func(env *Env) facts.Value { return env.Item }
	case RootShipment:
		return func(env *Env) facts.Value { return env.Shipment }
	case RootTrigger:
		return func(env *Env) facts.Value { return env.Trigger }
	case RootEvent:
		return func(env *Env) facts.Value { return env.Event }
	case RootNow:
		return func(env *Env) facts.Value { return facts.TimeOf(env.Now) }
	case RootLinks:
		// The links are no value of their own; Field asks for each.
		return absent
	default:
		return absent
	}
}

func absent(*Env) facts.Value { return facts.Value{} }

func (c *compiler) field(x *Field) valueFn {
	f := x.Field
	if r, ok := x.Of.(*Root); ok {
		switch r.Name {
		case RootCustomer:
			return func(env *Env) facts.Value { return env.Customer.Get(f) }
		case RootOrder:
			return func(env *Env) facts.Value { return env.Order.Get(f) }
		case RootEvent:
			return func(env *Env) facts.Value { return env.Event.Get(f) }
		case RootLinks:
			return func(env *Env) facts.Value {
				if env.Links == nil {
					return facts.Value{}
				}
				return env.Links.Link(f.Name)
			}
		case RootItem, RootShipment, RootTrigger, RootNow:
		}
	}
	of := c.value(x.Of)
	return func(env *Env) facts.Value { return of(env).Get(f) }
}

func (c *compiler) index(x *Index) valueFn {
	of, at := c.value(x.Of), c.int(x.At)
	return func(env *Env) facts.Value {
		i, ok := at(env)
		list := of(env).List()
		if !ok || i < 0 || i%facts.Scale != 0 || i/facts.Scale >= int64(len(list)) {
			return facts.Value{}
		}
		return list[i/facts.Scale]
	}
}

func node(x *Node) valueFn {
	kind, name, field, truth := x.Kind, x.Name, x.Field, x.T.Kind == facts.Bool
	return func(env *Env) facts.Value {
		v := facts.Value{}
		if env.Nodes != nil {
			v = env.Nodes.Node(kind, name, field)
		}
		if truth && v.Kind() != facts.Bool {
			return facts.BoolOf(false)
		}
		return v
	}
}

func (c *compiler) negation(x *Unary) valueFn {
	of := c.value(x.X)
	return func(env *Env) facts.Value {
		switch v := of(env); v.Kind() {
		case facts.Number:
			return facts.NumberOf(negated(v.Millionths()))
		case facts.Money:
			return facts.MoneyOf(negated(v.Minor()), v.Currency())
		default:
			return facts.Value{}
		}
	}
}

func (c *compiler) binary(x *Binary) valueFn {
	if !isArithmetic(x.Op) {
		return boolValue(c.bool(x))
	}
	if kindOf(x.X) == facts.Number && kindOf(x.Y) == facts.Number {
		return numberValue(c.arithmetic(x))
	}
	op, l, r := x.Op, c.value(x.X), c.value(x.Y)
	return func(env *Env) facts.Value {
		a, b := l(env), r(env)
		if a.Kind() == facts.Number && b.Kind() == facts.Number {
			if n, ok := numbers(op, a.Millionths(), b.Millionths()); ok {
				return facts.NumberOf(n)
			}
			return facts.Value{}
		}
		return amounts(op, a, b)
	}
}

// segment compiles a segment once, however often it is named, and lets one evaluation look at it once: segments that name each other
// twice, thirty deep, would otherwise take a thousand million looks.
func (c *compiler) segment(x *Segment) boolFn {
	f, ok := c.segments[x.Name]
	if ok && f == nil {
		return func(*Env) bool { return false } // A segment inside itself, which Check refuses.
	}
	if !ok {
		c.segments[x.Name] = nil
		f = c.bool(x.Body)
		c.segments[x.Name] = f
	}
	slot, twice := c.slots[x.Name]
	if !twice {
		return f
	}
	return func(env *Env) bool {
		if k := env.known[slot]; k != 0 {
			return k == 2
		}
		if f(env) {
			env.known[slot] = 2
			return true
		}
		env.known[slot] = 1
		return false
	}
}

func (c *compiler) all(es []Expr) []valueFn {
	fs := make([]valueFn, len(es))
	for i, e := range es {
		fs[i] = c.value(e)
	}
	return fs
}

func boolValue(f boolFn) valueFn {
	return func(env *Env) facts.Value { return facts.BoolOf(f(env)) }
}

func numberValue(f intFn) valueFn {
	return func(env *Env) facts.Value {
		n, ok := f(env)
		if !ok {
			return facts.Value{}
		}
		return facts.NumberOf(n)
	}
}
