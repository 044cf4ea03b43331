package expr

import (
	"cmp"
	"slices"

	"github.com/flowc/flowc/schema/facts"
)

// bool compiles a condition: true where the expression is true, false where it is false, absent or no bool.
func (c *compiler) bool(e Expr) boolFn {
	switch x := e.(type) {
	case *Lit:
		b := x.Value.True()
		return func(*Env) bool { return b }
	case *Unary:
		if x.Op == Not {
			f := c.bool(x.X)
			return func(env *Env) bool { return !f(env) }
		}
	case *Binary:
		switch {
		case x.Op == And:
			return every(c.terms(x, And))
		case x.Op == Or:
			return some(c.terms(x, Or))
		case isComparison(x.Op):
			return c.comparison(x)
		}
	case *Cond:
		when, then, otherwise := c.bool(x.When), c.bool(x.Then), c.bool(x.Else)
		return func(env *Env) bool {
			if when(env) {
				return then(env)
			}
			return otherwise(env)
		}
	case *Call:
		if f := c.test(x); f != nil {
			return f
		}
	case *Segment:
		return c.segment(x)
	case *Root, *Field, *Index, *Node, *Local, *For, *Count, *Template, *ListLit, *ObjectLit:
	}
	f := c.value(e)
	return func(env *Env) bool { return f(env).True() }
}

// terms compiles the operands of a && b && c, however it is bracketed.
func (c *compiler) terms(e Expr, op Op) []boolFn {
	var fs []boolFn
	for _, x := range operands(e, op) {
		fs = append(fs, c.bool(x))
	}
	return fs
}

// operands are the operands of a chain of one operator, from the left; e itself where it is none.
func operands(e Expr, op Op) []Expr {
	var reversed []Expr
	pending := []Expr{e}
	for len(pending) > 0 {
		last := len(pending) - 1
		x := pending[last]
		pending = pending[:last]
		if b, ok := x.(*Binary); ok && b.Op == op {
			pending = append(pending, b.X, b.Y)
			continue
		}
		reversed = append(reversed, x)
	}
	slices.Reverse(reversed)
	return reversed
}

func every(fs []boolFn) boolFn {
	switch len(fs) {
	case 2:
		a, b := fs[0], fs[1]
		return func(env *Env) bool { return a(env) && b(env) }
	case 3:
		a, b, c := fs[0], fs[1], fs[2]
		return func(env *Env) bool { return a(env) && b(env) && c(env) }
	}
	return func(env *Env) bool {
		for _, f := range fs {
			if !f(env) {
				return false
			}
		}
		return true
	}
}

func some(fs []boolFn) boolFn {
	switch len(fs) {
	case 2:
		a, b := fs[0], fs[1]
		return func(env *Env) bool { return a(env) || b(env) }
	case 3:
		a, b, c := fs[0], fs[1], fs[2]
		return func(env *Env) bool { return a(env) || b(env) || c(env) }
	}
	return func(env *Env) bool {
		for _, f := range fs {
			if f(env) {
				return true
			}
		}
		return false
	}
}

func kindOf(e Expr) facts.Kind { return plainKind(e.Type().Kind) }

func isNull(e Expr) bool {
	l, ok := e.(*Lit)
	return ok && l.Value.IsAbsent()
}

// comparison compiles x op y by the kind of both sides.
func (c *compiler) comparison(x *Binary) boolFn {
	op, l, r := x.Op, x.X, x.Y
	if _, ok := amountsOf(l); ok {
		op, l, r = mirrored(op), r, l
	}
	if by, ok := amountsOf(r); ok {
		return c.againstAmounts(op, l, by, x.Currencies)
	}
	if isNull(l) || literal(l) && !literal(r) {
		op, l, r = mirrored(op), r, l
	}
	if isNull(r) {
		return c.nullness(op, l)
	}
	if kindOf(l) == kindOf(r) {
		switch kindOf(l) {
		case facts.Number, facts.Time:
			return compareInts(op, c.int(l), r, c)
		case facts.String:
			return c.compareTexts(op, l, r)
		case facts.Money:
			return c.compareAmounts(op, l, r, x.Currencies)
		case facts.Duration:
			a, b := c.value(l), c.value(r)
			return func(env *Env) bool { return compareSpans(op, a(env), b(env)) }
		case facts.Absent, facts.Bool, facts.URL, facts.List, facts.Object:
		}
	}
	a, b := c.value(l), c.value(r)
	switch op {
	case Eq:
		return func(env *Env) bool { return equal(a(env), b(env)) }
	case Ne:
		return func(env *Env) bool { return !equal(a(env), b(env)) }
	}
	return func(*Env) bool { return false }
}

func literal(e Expr) bool {
	_, ok := e.(*Lit)
	return ok
}

func (c *compiler) nullness(op Op, e Expr) boolFn {
	f := c.value(e)
	switch op {
	case Eq:
		return func(env *Env) bool { return f(env).IsAbsent() }
	case Ne:
		return func(env *Env) bool { return !f(env).IsAbsent() }
	}
	return func(*Env) bool { return false }
}

func compareInts(op Op, x intFn, right Expr, c *compiler) boolFn {
	if l, ok := right.(*Lit); ok {
		return compareInt(op, x, l.Value.Millionths())
	}
	y := c.int(right)
	switch op {
	case Eq, Ne:
		want := op == Eq
		return func(env *Env) bool {
			a, aok := x(env)
			b, bok := y(env)
			return (aok == bok && (!aok || a == b)) == want
		}
	}
	return func(env *Env) bool {
		a, aok := x(env)
		b, bok := y(env)
		return aok && bok && ordered(op, cmp.Compare(a, b))
	}
}

func compareInt(op Op, x intFn, n int64) boolFn {
	switch op {
	case Eq:
		return func(env *Env) bool { a, ok := x(env); return ok && a == n }
	case Ne:
		return func(env *Env) bool { a, ok := x(env); return !ok || a != n }
	case Lt:
		return func(env *Env) bool { a, ok := x(env); return ok && a < n }
	case Le:
		return func(env *Env) bool { a, ok := x(env); return ok && a <= n }
	case Gt:
		return func(env *Env) bool { a, ok := x(env); return ok && a > n }
	case Ge:
		return func(env *Env) bool { a, ok := x(env); return ok && a >= n }
	default:
		panic("this is a bug in flowc: no comparison " + string(op))
	}
}

func (c *compiler) compareTexts(op Op, l, r Expr) boolFn {
	if op != Eq && op != Ne {
		return func(*Env) bool { return false } // The language does not order texts.
	}
	x, want := c.text(l), op == Eq
	if lit, ok := r.(*Lit); ok {
		s := lit.Value.Text()
		return func(env *Env) bool { a, ok := x(env); return (ok && a == s) == want }
	}
	y := c.text(r)
	return func(env *Env) bool {
		a, aok := x(env)
		b, bok := y(env)
		return (aok == bok && (!aok || a == b)) == want
	}
}

func (c *compiler) compareAmounts(op Op, l, r Expr, declared []string) boolFn {
	x := c.value(l)
	lit, ok := r.(*Lit)
	if !ok {
		y := c.value(r)
		return func(env *Env) bool { return compareMoney(op, x(env), y(env), declared) }
	}
	minor, currency := lit.Value.Minor(), lit.Value.Currency()
	if lit.Value.Kind() != facts.Money || !slices.Contains(declared, currency) {
		return func(env *Env) bool { return compareMoney(op, x(env), lit.Value, declared) }
	}
	// Within one currency amounts compare as numbers do, and one in another is like one that is absent.
	return compareInt(op, func(env *Env) (int64, bool) {
		v := x(env)
		return v.Minor(), v.Kind() == facts.Money && v.Currency() == currency
	}, minor)
}

// amountsOf is the object literal of money({ EUR = 20 }), and whether the expression is one.
func amountsOf(e Expr) (*ObjectLit, bool) {
	call, ok := e.(*Call)
	if !ok || call.Func != Amounts || len(call.Args) != 1 {
		return nil, false
	}
	o, ok := call.Args[0].(*ObjectLit)
	return o, ok
}

// againstAmounts compiles x op money({…}): x is compared with the amount in its own currency.
func (c *compiler) againstAmounts(op Op, l Expr, by *ObjectLit, declared []string) boolFn {
	x, of := c.value(l), c.amountIn(by)
	return func(env *Env) bool {
		v := x(env)
		if v.Kind() != facts.Money {
			return op == Ne
		}
		y := of(env, v.Currency())
		if y.IsAbsent() {
			return op == Ne
		}
		return compareMoney(op, v, y, declared)
	}
}

// amountIn compiles the choice of the amount in a currency; absent where there is none.
func (c *compiler) amountIn(by *ObjectLit) func(*Env, string) facts.Value {
	names, elems := by.Names, c.all(by.Elems)
	return func(env *Env, currency string) facts.Value {
		i := slices.Index(names, currency)
		if i < 0 {
			return facts.Value{}
		}
		switch v := elems[i](env); v.Kind() {
		case facts.Number:
			return moneyOf(v.Millionths(), currency)
		case facts.Money:
			if v.Currency() == currency {
				return v
			}
		}
		return facts.Value{}
	}
}

// int compiles a number or a timestamp.
func (c *compiler) int(e Expr) intFn {
	kind := e.Type().Kind
	switch x := e.(type) {
	case *Lit:
		n, ok := x.Value.Millionths(), x.Value.Kind() == kind
		return func(*Env) (int64, bool) { return n, ok }
	case *Field:
		f := x.Field
		if r, ok := x.Of.(*Root); ok && r.Name == RootCustomer {
			return func(env *Env) (int64, bool) {
				v := env.Customer.Get(f)
				return v.Millionths(), v.Kind() == kind
			}
		}
	case *Binary:
		if isArithmetic(x.Op) && kindOf(x.X) == facts.Number && kindOf(x.Y) == facts.Number {
			return c.arithmetic(x)
		}
	case *Count:
		return c.count(x)
	case *Root, *Index, *Node, *Local, *Unary, *Cond, *For, *Call, *Template, *ListLit, *ObjectLit, *Segment:
	}
	f := c.value(e)
	return func(env *Env) (int64, bool) {
		v := f(env)
		return v.Millionths(), v.Kind() == kind
	}
}

func (c *compiler) arithmetic(x *Binary) intFn {
	op, l, r := x.Op, c.int(x.X), c.int(x.Y)
	return func(env *Env) (int64, bool) {
		a, aok := l(env)
		b, bok := r(env)
		if !aok || !bok {
			return 0, false
		}
		return numbers(op, a, b)
	}
}

// text compiles a string or an address.
func (c *compiler) text(e Expr) textFn {
	if x, ok := e.(*Field); ok {
		f := x.Field
		if r, ok := x.Of.(*Root); ok && r.Name == RootCustomer {
			return func(env *Env) (string, bool) {
				v := env.Customer.Get(f)
				return v.Text(), plainKind(v.Kind()) == facts.String
			}
		}
	}
	f := c.value(e)
	return func(env *Env) (string, bool) {
		v := f(env)
		return v.Text(), plainKind(v.Kind()) == facts.String
	}
}
