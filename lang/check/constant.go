package check

import (
	"strings"
	"time"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// value is what an argument says that must be known when the project is compiled. It is not ok where nothing was given or
// where something is wrong, which has been reported then.
func (c *checker) value(s *typing.Scope, a *ast.Arg, want typing.Want) (v facts.Value, ok bool) {
	if !a.Readable() {
		return facts.Value{}, false
	}
	return c.known(s, a.Expr, a.Range, want)
}

// known is the value of an expression that must be known when the project is compiled.
func (c *checker) known(s *typing.Scope, e hclsyntax.Expression, at diag.Range, want typing.Want) (v facts.Value, ok bool) {
	x := c.typed(at, func() (expr.Expr, diag.List) { return s.Check(e, want) })
	if x == nil {
		return facts.Value{}, false
	}
	if v, ok = constant(x); !ok {
		c.report("F0324", at, "What is written for %s is the same for everybody and is read when the project is compiled, so it cannot depend on a customer, an order, an event or the time. Write the value itself, or a variable.", want.For)
	}
	return v, ok
}

// text is the text that an argument says, without the spaces around it; an empty one is reported.
func (c *checker) text(s *typing.Scope, a *ast.Arg, place string) (string, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.String, For: place})
	if !ok {
		return "", false
	}
	text := strings.TrimSpace(v.Text())
	if text == "" {
		c.report("F0432", a.Range, "There is no text here for %s. Write one, or leave the line out where it is not needed.", place)
		return "", false
	}
	return text, true
}

// truth is what an argument says, or the default.
func (c *checker) truth(s *typing.Scope, a *ast.Arg, otherwise bool, place string) bool {
	if v, ok := c.value(s, a, typing.Want{Kind: facts.Bool, For: place}); ok {
		return v.True()
	}
	return otherwise
}

// whole is the whole number that an argument says, from low to high.
func (c *checker) whole(s *typing.Scope, a *ast.Arg, low, high int, place string) (int, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.Number, For: place})
	if !ok {
		return 0, false
	}
	n := v.Millionths()
	if n%facts.Scale != 0 || n < int64(low)*facts.Scale || n > int64(high)*facts.Scale {
		c.report("F0433", a.Range, "The number for %s is a whole one from %d to %d, not %s.", place, low, high, facts.FormatNumber(n))
		return 0, false
	}
	return int(n / facts.Scale), true
}

// word is one of a closed set of words.
func (c *checker) word(s *typing.Scope, a *ast.Arg, place string, set ...string) (string, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.String, For: place})
	if !ok {
		return "", false
	}
	return c.oneOf(v.Text(), a.Range, place, set)
}

// oneOf reports a word that is not in the set.
func (c *checker) oneOf(word string, at diag.Range, place string, set []string) (string, bool) {
	for _, w := range set {
		if w == word {
			return word, true
		}
	}
	if nearest, ok := language.Nearest(word, set); ok {
		c.fix("F0434", at, quoted(nearest), "%s is no word for %s. Did you mean %s?", quoted(word), place, quoted(nearest))
	} else {
		c.report("F0434", at, "%s is no word for %s. Write %s.", quoted(word), place, alternatives(set))
	}
	return "", false
}

// span is the length of time that an argument says. None is zero: waiting for nothing is a mistake.
func (c *checker) span(s *typing.Scope, a *ast.Arg, place string) (calendar.Span, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.Duration, For: place})
	if !ok {
		return calendar.Span{}, false
	}
	span := calendar.Span(v.Span())
	if span.IsZero() {
		c.report("F0501", a.Range, "The time for %s is 0, so it is over before it begins. Write one such as \"7d\".", place)
		return calendar.Span{}, false
	}
	return span, true
}

// duration is a length of time that may depend on the customer.
func (c *checker) duration(s *typing.Scope, a *ast.Arg, place string) expr.Expr {
	x := c.expression(s, a, typing.Want{Kind: facts.Duration, For: place})
	if x == nil {
		return nil
	}
	if v, ok := constant(x); ok && calendar.Span(v.Span()).IsZero() {
		c.report("F0501", a.Range, "The time for %s is 0, so it is over before it begins. Write one such as \"7d\".", place)
		return nil
	}
	return x
}

// expression types an argument; nil where it is not given or wrong.
func (c *checker) expression(s *typing.Scope, a *ast.Arg, want typing.Want) expr.Expr {
	if !a.Readable() {
		return nil
	}
	return c.typed(a.Range, func() (expr.Expr, diag.List) { return s.Check(a.Expr, want) })
}

// condition types an argument that answers true or false; nil where it is not given or wrong.
func (c *checker) condition(s *typing.Scope, a *ast.Arg, place string) expr.Expr {
	return c.expression(s, a, typing.Want{Kind: facts.Bool, For: place})
}

// share is the part of a whole that an argument says, such as "10%", in millionths.
func (c *checker) share(s *typing.Scope, a *ast.Arg, place string) (int64, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.String, For: place, Example: `"10%"`})
	if !ok {
		return 0, false
	}
	share, problem := parseShare(v.Text())
	if problem != "" {
		c.report("F0435", a.Range, "%s", problem)
		return 0, false
	}
	return share, true
}

// word lists take one word or several.
type said struct {
	text string
	at   diag.Range
}

// words are the texts of an argument that takes one or a list of them, of which example is one. They are not ok where any of them could not be read.
func (c *checker) words(s *typing.Scope, a *ast.Arg, place, example string) (list []said, ok bool) {
	if !a.Readable() {
		return nil, false
	}
	tuple, isTuple := unwrapped(a.Expr).(*hclsyntax.TupleConsExpr)
	if !isTuple {
		x := c.typed(a.Range, func() (expr.Expr, diag.List) {
			x, diags := s.Check(a.Expr, typing.Want{For: place})
			if x == nil || x.Type().Kind == facts.String {
				return x, diags
			}
			return s.Check(a.Expr, typing.Want{Kind: facts.List, Elem: facts.String, For: place, Example: example})
		})
		return c.wordsOf(x, a, place)
	}
	ok = true
	for _, e := range tuple.Exprs {
		at := typing.Range(e.Range())
		v, known := c.known(s, e, at, typing.Want{Kind: facts.String, For: place, Example: example})
		ok = ok && known
		if known {
			list = append(list, said{v.Text(), at})
		}
	}
	if len(tuple.Exprs) == 0 {
		c.report("F0432", a.Range, "This list for %s is empty. Write at least one into it, or leave the line out where it is not needed.", place)
		return nil, false
	}
	for i := range list {
		for j := range i {
			if list[i].text == list[j].text {
				c.report("F0436", list[i].at, "%s stands in this list twice. Take one of them out.", quoted(list[i].text))
				return list, false
			}
		}
	}
	return list, ok
}

// wordsOf are the texts of a constant.
func (c *checker) wordsOf(x expr.Expr, a *ast.Arg, place string) (list []said, ok bool) {
	if x == nil {
		return nil, false
	}
	v, ok := constant(x)
	switch {
	case !ok:
		c.report("F0324", a.Range, "What is written for %s is the same for everybody and is read when the project is compiled. Write the words themselves, or a variable.", place)
		return nil, false
	case v.Kind() == facts.String:
		return []said{{v.Text(), a.Range}}, true
	}
	for _, e := range v.List() {
		list = append(list, said{e.Text(), a.Range})
	}
	return list, len(list) > 0
}

// readable is what an argument says; nil where it could not be read.
func readable(a *ast.Arg) hclsyntax.Expression {
	if !a.Readable() {
		return nil
	}
	return a.Expr
}

// unwrapped is an expression without the brackets around it.
func unwrapped(e hclsyntax.Expression) hclsyntax.Expression {
	for {
		p, ok := e.(*hclsyntax.ParenthesesExpr)
		if !ok {
			return e
		}
		e = p.Expression
	}
}

// constant is the value of an expression that reads nothing: no customer, no order, no event, no node and not the time.
func constant(x expr.Expr) (v facts.Value, ok bool) {
	switch x := x.(type) {
	case nil:
		return facts.Value{}, false
	case *expr.Lit:
		return x.Value, true
	default: // the other kinds have nothing to do here
	}
	for in := range all(x) {
		switch in.(type) {
		case *expr.Root, *expr.Node, *expr.Count, *expr.Segment:
			return facts.Value{}, false
		default: // the other kinds have nothing to do here
		}
	}
	return expr.Eval(x, &expr.Env{Zone: time.UTC}), true
}
