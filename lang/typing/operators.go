package typing

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// operators of HCL's tree as ours.
var operators = map[*hclsyntax.Operation]expr.Op{
	hclsyntax.OpLogicalAnd: expr.And, hclsyntax.OpLogicalOr: expr.Or,
	hclsyntax.OpEqual: expr.Eq, hclsyntax.OpNotEqual: expr.Ne,
	hclsyntax.OpLessThan: expr.Lt, hclsyntax.OpLessThanOrEqual: expr.Le,
	hclsyntax.OpGreaterThan: expr.Gt, hclsyntax.OpGreaterThanOrEqual: expr.Ge,
	hclsyntax.OpAdd: expr.Add, hclsyntax.OpSubtract: expr.Sub, hclsyntax.OpMultiply: expr.Mul, hclsyntax.OpDivide: expr.Div,
	hclsyntax.OpModulo: expr.Mod,
}

func (c *checker) binary(s *Scope, e *hclsyntax.BinaryOpExpr) expr.Expr {
	switch op := operators[e.Op]; op {
	case expr.And, expr.Or:
		return c.logical(s, op, e)
	case expr.Eq, expr.Ne, expr.Lt, expr.Le, expr.Gt, expr.Ge:
		return c.comparison(s, op, e)
	case expr.Add, expr.Sub, expr.Mul, expr.Div, expr.Mod:
		return c.arithmetic(s, op, e)
	default:
		panic("this is a bug in flowc: HCL has an operator that the language does not know")
	}
}

// logical is x && y or x || y. The right side is read only where the left one has not decided, and is narrowed by that.
func (c *checker) logical(s *Scope, op expr.Op, e *hclsyntax.BinaryOpExpr) expr.Expr {
	x := c.truth(c.check(s, e.LHS), "What stands beside "+string(op))
	y := c.truth(c.check(s.narrow(c.learn(x).when(op == expr.And)), e.RHS), "What stands beside "+string(op))
	if x == nil || y == nil {
		return nil
	}
	return &expr.Binary{Op: op, X: x, Y: y, T: facts.Of(facts.Bool)}
}

func (c *checker) unary(s *Scope, e *hclsyntax.UnaryOpExpr) expr.Expr {
	x := c.check(s, e.Val)
	if e.Op == hclsyntax.OpLogicalNot {
		x = c.truth(x, afterNot)
		if x == nil {
			return nil
		}
		return &expr.Unary{Op: expr.Not, X: x}
	}
	if x == nil {
		return nil
	}
	switch t := x.Type(); {
	case isNull(x):
		c.report("F0323", c.at(x), "null is no number.")
		return nil
	case t.Kind != facts.Number && t.Kind != facts.Money:
		c.report("F0306", Range(e.SrcRange), "Only numbers and amounts of money can be negative, and %s is %s.", c.name(x), typeWords(t))
		return nil
	}
	if l, ok := x.(*expr.Lit); ok && l.T.Kind == facts.Number {
		return &expr.Lit{Value: facts.NumberOf(-l.Value.Millionths()), T: l.T}
	}
	return &expr.Unary{Op: expr.Neg, X: x}
}

// afterNot is where the comparison with true needs brackets, since ! binds more tightly.
const afterNot = "What stands after !"

// truth is a condition: true or false and never absent. What is the word for it at the beginning of a sentence.
func (c *checker) truth(x expr.Expr, what string) expr.Expr {
	if x == nil {
		return nil
	}
	t, at := x.Type(), c.at(x)
	switch {
	case isNull(x):
		c.report("F0323", at, "%s is true or false, and null is neither.", what)
	case t.Kind != facts.Bool:
		c.report("F0305", at, "%s is true or false, and %s is %s. %s", what, c.name(x), typeWords(t), c.asCondition(x))
	case t.Nullable:
		instead := c.code(x) + " == true"
		if what == afterNot {
			instead = "(" + instead + ")"
		}
		d := c.report("F0304", at, "%s is true or false, and %s may be absent. Write %s.", what, c.name(x), instead)
		if c.code(x) != "…" {
			fix(d, at, instead)
		}
	default:
		return x
	}
	return nil
}

// asCondition says how a value that is no condition is asked about.
func (c *checker) asCondition(x expr.Expr) string {
	t, code := x.Type(), c.code(x)
	switch {
	case t.Kind == facts.List:
		return "Ask for example length(" + code + ") > 0."
	case t.Nullable:
		return "To ask whether it is there, write " + code + " != null."
	case t.Kind == facts.Number, t.Kind == facts.Money:
		return "Compare it, for example " + code + " > 0."
	case t.Kind == facts.String:
		return "Compare it, for example " + code + ` == "…".`
	case t.Kind == facts.Time:
		return "Compare it, for example " + code + ` > ago("30d").`
	case t.Kind == facts.Object:
		return "Compare one of its fields."
	default:
		return "Compare it with something."
	}
}

// conditional is when ? then : else.
func (c *checker) conditional(s *Scope, e *hclsyntax.ConditionalExpr) expr.Expr {
	when := c.truth(c.check(s, e.Condition), "What stands before ?")
	shown := c.learn(when)
	then := c.check(s.narrow(shown.yes), e.TrueResult)
	other := c.check(s.narrow(shown.no), e.FalseResult)
	if when == nil || then == nil || other == nil {
		return nil
	}
	arms, t := c.unify([]expr.Expr{then, other}, "The two sides of the colon have one type")
	if arms == nil {
		return nil
	}
	return &expr.Cond{When: when, Then: arms[0], Else: arms[1], T: t}
}

// arithmetic is x + y and the like.
func (c *checker) arithmetic(s *Scope, op expr.Op, e *hclsyntax.BinaryOpExpr) expr.Expr {
	x, y := c.check(s, e.LHS), c.check(s, e.RHS)
	if x == nil || y == nil {
		return nil
	}
	for _, side := range []expr.Expr{x, y} {
		if isNull(side) {
			c.report("F0323", c.at(side), "null cannot be calculated with.")
			return nil
		}
	}
	kx, ky := x.Type().Kind, y.Type().Kind
	kind := arithmeticKind(op, kx, ky)
	if kind == facts.Absent {
		c.report("F0306", Range(e.SrcRange), "%s is %s and %s is %s. %s", capital(c.name(x)), typeWords(x.Type()), c.name(y), typeWords(y.Type()), arithmeticAdvice(op, kx, ky))
		return nil
	}
	t := facts.Of(kind)
	t.Nullable = x.Type().Nullable || y.Type().Nullable
	if op == expr.Add || op == expr.Sub || kx == facts.Money && ky == facts.Money {
		if kx == facts.Money || ky == facts.Money {
			if x, y = c.coerce(x, facts.Money), c.coerce(y, facts.Money); x == nil || y == nil {
				return nil
			}
			t.Nullable = t.Nullable || c.currencyOf(x, y) == ""
		}
	}
	if op == expr.Div || op == expr.Mod {
		l, ok := y.(*expr.Lit)
		if ok && l.Value.Millionths() == 0 {
			c.report("F0306", c.at(y), "Nothing can be divided by 0.")
			return nil
		}
		t.Nullable = t.Nullable || !ok // What is divided by 0 is absent.
	}
	return &expr.Binary{Op: op, X: x, Y: y, T: t}
}

// arithmeticKind is the kind of x op y, or Absent where there is no such thing.
func arithmeticKind(op expr.Op, x, y facts.Kind) facts.Kind {
	const m, n = facts.Money, facts.Number
	switch {
	case x == n && y == n:
		return n
	case (op == expr.Add || op == expr.Sub) && (x == m || x == n) && (y == m || y == n):
		return m
	case op == expr.Mul && (x == m && y == n || x == n && y == m), op == expr.Div && x == m && y == n:
		return m
	case op == expr.Div && x == m && y == m:
		return n
	default:
		return facts.Absent
	}
}

// arithmeticAdvice says what to write where an operator does not take the kinds beside it.
func arithmeticAdvice(op expr.Op, x, y facts.Kind) string {
	has := func(k facts.Kind) bool { return x == k || y == k }
	switch {
	case x == facts.Time && y == facts.Time:
		return "The days between two timestamps are days_between(a, b)."
	case has(facts.Time):
		return `A timestamp is moved by after(t, "7d") and before(t, "7d").`
	case has(facts.Duration):
		return `A duration of so many days is days(n); a timestamp is moved by after(t, "7d") and before(t, "7d").`
	case (has(facts.String) || has(facts.URL)) && op == expr.Add:
		return `Texts are put together inside quotes: "${a} and ${b}".`
	case has(facts.Money):
		return "Amounts are added to and subtracted from amounts, and multiplied and divided by numbers."
	default:
		return "Only numbers and amounts of money can be calculated with."
	}
}
