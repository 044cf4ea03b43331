package expr_test

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Short forms of trees, so that a test reads like the expression.

func lit(v facts.Value) *expr.Lit {
	t := facts.Of(v.Kind())
	if v.IsAbsent() {
		t = t.Maybe()
	}
	return &expr.Lit{Value: v, T: t}
}

func number(n int64) *expr.Lit              { return lit(facts.Int(n)) }
func decimal(millionths int64) *expr.Lit    { return lit(facts.NumberOf(millionths)) }
func text(s string) *expr.Lit               { return lit(facts.StringOf(s)) }
func euros(n int64) *expr.Lit               { return lit(facts.MoneyOf(n*100, "EUR")) }
func money(minor int64, c string) *expr.Lit { return lit(facts.MoneyOf(minor, c)) }
func truth(b bool) *expr.Lit                { return lit(facts.BoolOf(b)) }
func span(s facts.Span) *expr.Lit           { return lit(facts.SpanOf(s)) }
func days(n int) *expr.Lit                  { return span(facts.Span{Days: n}) }

var null = lit(facts.Value{})

func root(name expr.RootName, of *facts.ObjectType) *expr.Root {
	return &expr.Root{Name: name, T: facts.ObjectTypeOf(of)}
}

func field(of expr.Expr, name string) *expr.Field {
	f := of.Type().Object.Field(name)
	t := f.Type
	t.Nullable = t.Nullable || of.Type().Nullable
	return &expr.Field{Of: of, Field: f, T: t}
}

func customer(name string) *expr.Field {
	return field(root(expr.RootCustomer, order.CustomerType), name)
}

func compare(op expr.Op, x, y expr.Expr) *expr.Binary {
	b := &expr.Binary{Op: op, X: x, Y: y, T: facts.Of(facts.Bool)}
	if x.Type().Kind == facts.Money || y.Type().Kind == facts.Money {
		b.Currencies = []string{"EUR", "USD"}
	}
	return b
}

func and(x, y expr.Expr) *expr.Binary { return compare(expr.And, x, y) }
func or(x, y expr.Expr) *expr.Binary  { return compare(expr.Or, x, y) }
func not(x expr.Expr) *expr.Unary     { return &expr.Unary{Op: expr.Not, X: x} }

func arith(op expr.Op, x, y expr.Expr) *expr.Binary {
	t := facts.Of(facts.Number)
	if (x.Type().Kind == facts.Money) != (y.Type().Kind == facts.Money) || x.Type().Kind == facts.Money && op != expr.Div {
		t = facts.Of(facts.Money)
	}
	t.Nullable = x.Type().Nullable || y.Type().Nullable || op == expr.Div || op == expr.Mod
	return &expr.Binary{Op: op, X: x, Y: y, T: t}
}

func call(f expr.Func, t facts.Type, args ...expr.Expr) *expr.Call {
	return &expr.Call{Func: f, Args: args, T: t}
}

func index(of expr.Expr, at expr.Expr) *expr.Index {
	return &expr.Index{Of: of, At: at, T: of.Type().Elem.Maybe()}
}

func amounts(pairs ...*expr.Lit) *expr.Call {
	o := &expr.ObjectLit{T: facts.Of(facts.Money)}
	for _, m := range pairs {
		o.Names = append(o.Names, m.Value.Currency())
		o.Elems = append(o.Elems, m)
	}
	return call(expr.Amounts, facts.Of(facts.Money), o)
}

func count(what expr.CountWhat, args ...expr.CountArg) *expr.Count {
	return &expr.Count{What: what, Args: args}
}

func arg(name string, v expr.Expr) expr.CountArg { return expr.CountArg{Name: name, Value: v} }

func local(slot int, name string, t facts.Type) *expr.Local {
	return &expr.Local{Slot: slot, Name: name, T: t}
}

// loop is [for name in over : each(x) if where(x)]; nil functions stand for what is not written.
func loop(slot int, name string, over expr.Expr, each, where func(x expr.Expr) expr.Expr) *expr.For {
	x := local(slot, name, *over.Type().Elem)
	f := &expr.For{Over: over, Slot: slot, Name: name, T: over.Type()}
	if each != nil {
		f.Each = each(x)
		f.T = facts.ListType(f.Each.Type())
		f.T.Nullable = over.Type().Nullable
	}
	if where != nil {
		f.Where = where(x)
	}
	return f
}
