package typing

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// comparison is x == y and the like: both sides have one type.
func (c *checker) comparison(s *Scope, op expr.Op, e *hclsyntax.BinaryOpExpr) expr.Expr {
	x, y := c.amountsAllowed(s, e.LHS), c.amountsAllowed(s, e.RHS)
	if x == nil || y == nil {
		return nil
	}
	if isNull(x) || isNull(y) {
		return c.withNull(op, x, y, Range(e.SrcRange))
	}
	return c.compare(op, x, y, Range(e.SrcRange))
}

// amountsAllowed checks a side of a comparison, where money({…}) may stand.
func (c *checker) amountsAllowed(s *Scope, e hclsyntax.Expression) expr.Expr {
	before := c.amounts
	c.amounts = e
	x := c.check(s, e)
	c.amounts = before
	return x
}

// withNull is x == null or x != null.
func (c *checker) withNull(op expr.Op, x, y expr.Expr, at diag.Range) expr.Expr {
	if isNull(x) {
		x, y = y, x
	}
	switch {
	case isNull(x):
		c.report("F0323", at, "Both sides are null. Write what is asked about on one of them.")
		return nil
	case op != expr.Eq && op != expr.Ne:
		c.report("F0323", at, "Nothing is less or greater than null. Write %s == null or %s != null.", c.code(x), c.code(x))
		return nil
	case !x.Type().Nullable && c.quiet == 0:
		c.report("W0301", at, "%s is never absent here, so this is always %t.", capital(c.name(x)), op == expr.Ne)
	}
	null := &expr.Lit{T: x.Type().Maybe()}
	c.from[null] = c.from[y]
	return &expr.Binary{Op: op, X: x, Y: null, T: facts.Of(facts.Bool)}
}

func (c *checker) compare(op expr.Op, x, y expr.Expr, at diag.Range) expr.Expr {
	x, y, ok := c.agree(x, y)
	if !ok {
		return nil
	}
	tx, ty := x.Type(), y.Type()
	if !sameType(tx, ty) {
		c.twoTypes(op, x, y, at)
		return nil
	}
	if why := c.notComparable(op, x, y); why != "" {
		c.report("F0307", at, "%s", why)
		return nil
	}
	if (op == expr.Eq || op == expr.Ne) && (c.isDay(x) || c.isDay(y)) {
		c.report("F0307", at, "A day is its first instant, and nothing happens just then. Write x >= \"2026-03-01\" && x < \"2026-03-02\" with the day and the next one.")
		return nil
	}
	out := &expr.Binary{Op: op, X: x, Y: y, T: facts.Of(facts.Bool)}
	if tx.Kind == facts.Money {
		if isAmounts(x) && isAmounts(y) {
			c.report("F0314", at, "Both sides are amounts in each currency. Compare one of them with an amount such as order.total.")
			return nil
		}
		out.Currencies = c.world.Currencies
	}
	if okX, okY := c.inSet(x, ty.Set), c.inSet(y, tx.Set); !okX || !okY {
		return nil
	}
	return out
}

// isDay says whether a timestamp was written as a day.
func (c *checker) isDay(x expr.Expr) bool {
	l, ok := x.(*expr.Lit)
	if !ok || l.T.Kind != facts.Time {
		return false
	}
	t, ok := bare(c.from[l]).(*hclsyntax.TemplateExpr)
	if !ok {
		return false
	}
	text, ok := literalText(t)
	return ok && len(text) == len("2026-03-01")
}

// agree gives a literal on one side the type of the other. It is not ok where the literal is a wrong one of that type.
func (c *checker) agree(x, y expr.Expr) (expr.Expr, expr.Expr, bool) {
	kx, ky := x.Type().Kind, y.Type().Kind
	if kx == ky {
		return x, y, true
	}
	reported := len(c.diags)
	if out := c.coerce(y, kx); out != nil {
		return x, out, true
	}
	if out := c.coerce(x, ky); out != nil && len(c.diags) == reported {
		return out, y, true
	}
	return x, y, len(c.diags) == reported
}

// notComparable says why values of one type cannot be compared in that way; "" where they can.
func (c *checker) notComparable(op expr.Op, x, y expr.Expr) string {
	equality := op == expr.Eq || op == expr.Ne
	switch k := x.Type().Kind; k {
	case facts.Number, facts.Money, facts.Time, facts.Duration:
		return ""
	case facts.Bool, facts.String, facts.URL:
		if equality {
			return ""
		}
		return fmt.Sprintf("%s are equal or not, and none is less or greater than another. Write == or !=.", map[facts.Kind]string{
			facts.Bool: "true and false", facts.String: "Texts", facts.URL: "Addresses"}[k])
	case facts.List:
		return fmt.Sprintf("Lists are not compared. Ask contains(%s, …), length(%s) or any([for x in %s : …]).", c.code(x), c.code(x), c.code(x))
	case facts.Object:
		if field := keyField(x.Type()); field != "" {
			return fmt.Sprintf("%s as a whole cannot be compared. Compare one of its fields, for example %s.%s.", capital(c.name(x)), c.code(x), field)
		}
		return fmt.Sprintf("%s as a whole cannot be compared. Compare one of its fields.", capital(c.name(x)))
	default:
		panic("this is a bug in flowc: a value of no kind is compared")
	}
}

// keyField is the field by which an object is known.
func keyField(t facts.Type) string {
	if t.Object != nil && t.Object.Field("id") != nil {
		return "id"
	}
	return ""
}

// twoTypes reports a comparison of two types, and says what to write.
func (c *checker) twoTypes(op expr.Op, x, y expr.Expr, at diag.Range) {
	lit, other := c.literalHere(y), x
	if lit == nil {
		lit, other = c.literalHere(x), y
	}
	if lit == nil {
		c.report("F0302", at, "%s is %s and %s is %s. Both sides of %s have one type. %s", capital(c.name(x)), typeWords(x.Type()), c.name(y), typeWords(y.Type()), op, c.adviceFor(x, y))
		return
	}
	advice, text := c.respell(lit, other)
	d := c.report("F0302", c.at(lit), "%s is %s, and %s is %s. %s", capital(c.name(other)), typeWords(other.Type()), c.name(lit), typeWords(lit.T), advice)
	if text != "" {
		fix(d, c.at(lit), text)
	}
}

// literalHere is x where it is a constant that was written in this place, and not behind the name of a variable or a local.
func (c *checker) literalHere(x expr.Expr) *expr.Lit {
	l, ok := x.(*expr.Lit)
	if !ok {
		return nil
	}
	switch bare(c.from[l]).(type) {
	case *hclsyntax.LiteralValueExpr, *hclsyntax.TemplateExpr, *hclsyntax.UnaryOpExpr:
		return l
	}
	return nil
}

// respell says how a literal is written that is compared with something of another type, and what it would be, or "".
func (c *checker) respell(lit *expr.Lit, other expr.Expr) (advice, text string) {
	kind := other.Type().Kind
	word := lit.Value.Text()
	switch lit.T.Kind {
	case facts.String:
		switch kind {
		case facts.Number, facts.Money:
			if number := plainNumber(word); number != "" {
				return fmt.Sprintf("Write %s without the quotes.", number), number
			}
			if span, err := calendar.ParseSpan(word); err == nil && span.Days > 0 {
				return fmt.Sprintf("It counts in days: write %d.", span.Days), strconv.Itoa(span.Days)
			}
			return "Write a number, without quotes.", ""
		case facts.Bool:
			if word == "true" || word == "false" {
				return fmt.Sprintf("Write %s without the quotes.", word), word
			}
			return "Compare with true or false, without quotes.", ""
		}
	case facts.Number, facts.Bool:
		if kind == facts.String {
			shown := "false"
			if lit.T.Kind == facts.Number {
				shown = facts.FormatNumber(lit.Value.Millionths())
			} else if lit.Value.True() {
				shown = "true"
			}
			return fmt.Sprintf("Write %q, in quotes.", shown), strconv.Quote(shown)
		}
		if kind == facts.Bool && lit.T.Kind == facts.Number {
			return "Compare with true or false.", ""
		}
		if kind == facts.Time {
			return `Compare with a timestamp, such as ago("30d") or "2026-03-01".`, ""
		}
	}
	return c.adviceFor(other, lit), ""
}

// plainNumber is the number in a text such as "5", "€20" or "20 EUR", or "".
func plainNumber(s string) string {
	s = strings.TrimSpace(strings.Trim(strings.TrimSpace(s), "€$£ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
	if len(s) > 18 || strings.Trim(s, "0123456789.") != "" || strings.Trim(s, ".") == "" {
		return ""
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil {
		return ""
	}
	return s
}

// adviceFor says how two values of different types are brought together.
func (c *checker) adviceFor(x, y expr.Expr) string {
	for _, pair := range [][2]expr.Expr{{x, y}, {y, x}} {
		a, b := pair[0], pair[1]
		if call, ok := a.(*expr.Call); ok && call.Func == expr.FormatMoney && b.Type().Kind == facts.Money {
			return "money(x) makes a text of an amount. Compare with the amount itself."
		}
		switch ta := a.Type(); ta.Kind {
		case facts.List:
			return fmt.Sprintf("To ask whether it is in the list, write contains(%s, %s).", c.code(a), c.code(b))
		case facts.Object:
			if field := keyField(ta); field != "" {
				return fmt.Sprintf("Compare one of its fields, for example %s.%s.", c.code(a), field)
			}
			return "Compare one of its fields."
		case facts.Duration:
			return `Compare timestamps, for example t > ago("30d").`
		}
	}
	return "Nothing is converted by itself."
}

// sameType says whether two values may be compared or stand in one list.
func sameType(a, b facts.Type) bool {
	if a.Kind != b.Kind {
		return false
	}
	switch a.Kind {
	case facts.List:
		return a.Elem == nil || b.Elem == nil || sameType(*a.Elem, *b.Elem)
	case facts.Object:
		// A type that was made twice has the same name; one that was merged of several events has none of its own.
		return a.Object == b.Object || a.Object != nil && b.Object != nil && a.Object.Name == b.Object.Name && a.Object.Name != "event"
	default:
		return true
	}
}
