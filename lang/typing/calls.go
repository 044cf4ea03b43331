package typing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/flowc/flowc/schema/locale"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// call is name(argument, …).
func (c *checker) call(s *Scope, e *hclsyntax.FunctionCallExpr) expr.Expr {
	if _, ok := countArgs[expr.CountWhat(e.Name)]; ok {
		return c.count(s, expr.CountWhat(e.Name), e)
	}
	f := expr.Func(e.Name)
	sig, ok := signatures[f]
	if !ok {
		c.noFunction(s, e)
		return nil
	}
	switch f {
	case expr.FormatMoney:
		return c.moneyCall(s, e)
	case expr.Coalesce:
		return c.coalesce(s, e)
	case expr.Min, expr.Max:
		return c.extreme(s, f, e)
	}
	args, ok := c.arguments(s, e, sig)
	if !ok {
		return nil
	}
	out := &expr.Call{Func: f, Args: args, T: sig.answer}
	switch f {
	case expr.Round, expr.Abs:
		out.T = facts.Of(args[0].Type().Kind)
		if out.T.Kind == facts.Money && len(args) > 1 {
			c.report("F0308", Range(e.Range()), "An amount is rounded to whole units, and to no number of places. Write round(%s).", c.code(args[0]))
			ok = false
		}
	case expr.FormatDate:
		ok = c.pattern(args[1])
	case expr.Contains:
		ok = c.contains(out)
	}
	if !ok {
		return nil
	}
	for _, a := range args {
		out.T.Nullable = out.T.Nullable || a.Type().Nullable && !sig.sure
	}
	return out
}

// noFunction reports a function that there is not. Its arguments are looked at all the same.
func (c *checker) noFunction(s *Scope, e *hclsyntax.FunctionCallExpr) {
	at := Range(e.NameRange)
	switch instead, foreign := foreignFunctions[e.Name]; {
	case e.Name == "env":
		c.report("F0204", at, "env() is the whole value of smtp, url or secret in a sender, store or source block: what it reads is secret, and no expression may hold it.")
		return
	case strings.HasPrefix(e.Name, "messages_open"):
		c.opens(at, "messages_clicked({…})")
	case foreign:
		c.report("F0204", at, "There is no function %q. Write %s.", e.Name, instead)
	default:
		d := c.report("F0204", at, "There is no function %q.", e.Name)
		if near, ok := language.Nearest(e.Name, knownFunctions); ok {
			d.Detail += fmt.Sprintf(" Did you mean %q?", near)
			fix(d, at, near)
		}
	}
	for _, a := range e.Args {
		if _, isObject := bare(a).(*hclsyntax.ObjectConsExpr); !isObject {
			c.check(s, a)
		}
	}
}

// arguments are the checked arguments of a call. They are not ok where one is wrong or the number of them is.
func (c *checker) arguments(s *Scope, e *hclsyntax.FunctionCallExpr, sig signature) (args []expr.Expr, ok bool) {
	args, ok = c.values(s, e)
	low, high := len(sig.params)-sig.optional, len(sig.params)
	if n := len(e.Args); n < low || n > high {
		takes := numberWords(low, "argument")
		if low != high {
			takes = fmt.Sprintf("%d or %s", low, numberWords(high, "argument"))
		}
		c.report("F0308", Range(e.Range()), "%s takes %s, and there %s here. Write %s.", e.Name, takes, isAre(n), sig.usage)
		return nil, false
	}
	for i := range args {
		if args[i] == nil {
			continue
		}
		if args[i] = c.argument(args[i], sig.params[i], e.Name); args[i] == nil {
			ok = false
		}
	}
	return args, ok
}

// values checks the arguments of a call without asking of what type they are.
func (c *checker) values(s *Scope, e *hclsyntax.FunctionCallExpr) (args []expr.Expr, ok bool) {
	ok = !e.ExpandFinal
	if e.ExpandFinal {
		c.report("F0308", Range(e.Range()), "A list cannot be spread over the arguments of a function with “...”. Write each argument.")
	}
	for _, a := range e.Args {
		x := c.check(s, a)
		if x == nil {
			ok = false
		} else if isNull(x) {
			c.report("F0323", c.at(x), "%s is given null here, which is nothing to work with. Leave it out or write a value.", e.Name)
			x, ok = nil, false
		}
		args = append(args, x)
	}
	return args, ok
}

// argument holds one argument against what the function takes in its place.
func (c *checker) argument(x expr.Expr, p param, name string) expr.Expr {
	if p.kinds == nil {
		return x
	}
	reported := len(c.diags)
	if !slices.Contains(p.kinds, x.Type().Kind) {
		got := c.coerce(x, p.kinds[0])
		if got == nil {
			if len(c.diags) == reported {
				c.report("F0309", c.at(x), "%s takes %s here, and %s is %s. %s", name, kindWords(p.kinds[0]), c.name(x), typeWords(x.Type()), c.argumentAdvice(x, p, name))
			}
			return nil
		}
		x = got
	}
	elem := x.Type().Elem
	if p.elems == nil || x.Type().Kind != facts.List || elem == nil {
		return x
	}
	switch {
	case !slices.Contains(p.elems, elem.Kind):
		c.report("F0309", c.at(x), "%s takes a list in which each element is %s, and here each is %s. %s", name, kindWords(p.elems[0]), typeWords(*elem), c.argumentAdvice(x, p, name))
		return nil
	case elem.Nullable && elem.Kind == facts.Bool:
		c.report("F0304", c.at(x), "In %s, each element of the list is true or false, and here it may be absent. Compare it: == true.", name)
		return nil
	}
	return x
}

// argumentAdvice says what to write for an argument of another type.
func (c *checker) argumentAdvice(x expr.Expr, p param, name string) string {
	t, code := x.Type(), c.code(x)
	switch {
	case p.kinds[0] == facts.String && t.Kind == facts.Money:
		return fmt.Sprintf("An amount as text is money(%s).", code)
	case p.kinds[0] == facts.String && t.Kind == facts.Time:
		return fmt.Sprintf("A timestamp as text is date(%s, \"long\").", code)
	case p.kinds[0] == facts.String && t.Kind == facts.Number:
		return fmt.Sprintf("A number as text is \"${%s}\".", code)
	case p.kinds[0] == facts.Duration && t.Kind == facts.Number:
		return fmt.Sprintf("So many days are days(%s).", code)
	case t.Kind == facts.List && t.Elem != nil && t.Elem.Kind == facts.Object:
		return fmt.Sprintf("Take one of their fields: [for x in %s : x.%s].", code, firstText(t.Elem.Object))
	default:
		return fmt.Sprintf("Write %s.", signatures[expr.Func(name)].usage)
	}
}

// coalesce answers the first of its arguments that is not absent: all are of one type.
func (c *checker) coalesce(s *Scope, e *hclsyntax.FunctionCallExpr) expr.Expr {
	args, ok := c.values(s, e)
	if len(e.Args) < 2 {
		c.report("F0308", Range(e.Range()), "coalesce takes the value that may be absent and what to take instead: coalesce(customer.first_name, \"there\").")
		return nil
	}
	if !ok {
		return nil
	}
	args, t := c.unify(args, "All arguments of coalesce have one type")
	if args == nil {
		return nil
	}
	t.Nullable = true
	for i, a := range args {
		if a.Type().Nullable {
			continue
		}
		t.Nullable = false
		if i < len(args)-1 && c.quiet == 0 {
			c.report("W0302", c.at(a), "%s is never absent, so what follows it is never taken.", capital(c.name(a)))
			break
		}
	}
	return &expr.Call{Func: expr.Coalesce, Args: args, T: t}
}

// extreme is min or max, of several values or of one list of them.
func (c *checker) extreme(s *Scope, f expr.Func, e *hclsyntax.FunctionCallExpr) expr.Expr {
	args, ok := c.values(s, e)
	if len(e.Args) == 0 {
		c.report("F0308", Range(e.Range()), "%s takes at least two arguments, or a list: %s.", e.Name, signatures[f].usage)
		return nil
	}
	if !ok {
		return nil
	}
	var t facts.Type
	if len(args) == 1 {
		list := args[0].Type()
		if list.Kind != facts.List || list.Elem == nil {
			c.report("F0308", Range(e.Range()), "%s takes at least two arguments, or a list: %s.", e.Name, signatures[f].usage)
			return nil
		}
		t = list.Elem.Maybe() // An empty list has no least element.
	} else if args, t = c.unify(args, fmt.Sprintf("All arguments of %s have one type", f)); args == nil {
		return nil
	}
	switch t.Kind {
	case facts.Number, facts.Time:
	case facts.Money:
		t.Nullable = t.Nullable || c.currencyOf(args...) == ""
	default:
		c.report("F0309", c.at(args[0]), "%s takes numbers, amounts of money or timestamps, and %s is %s.", e.Name, c.name(args[0]), typeWords(args[0].Type()))
		return nil
	}
	return &expr.Call{Func: f, Args: args, T: t}
}

// pattern says whether the second argument of date() is one that can be printed.
func (c *checker) pattern(x expr.Expr) bool {
	lit, ok := x.(*expr.Lit)
	if !ok {
		c.report("F0324", c.at(x), `The pattern of date() is written here, not calculated: "long", "short", "weekday" or one such as "2 January".`)
		return false
	}
	if err := locale.ParseLayout(lit.Value.Text()); err != nil {
		why := strings.TrimPrefix(err.Error(), locale.ErrLayout.Error()+": ")
		c.report("F0325", c.at(x), "%s.", upper(why))
		return false
	}
	return true
}

// contains holds what is looked for against the list or the text that is searched.
func (c *checker) contains(call *expr.Call) bool {
	in, x := call.Args[0], call.Args[1]
	if in.Type().Kind != facts.List {
		if x = c.argument(x, aText, "contains"); x == nil {
			return false
		}
		call.Args[1] = x
		return true
	}
	elem := in.Type().Elem
	if elem == nil {
		return true
	}
	switch elem.Kind {
	case facts.Bool, facts.Number, facts.String, facts.URL, facts.Time:
	default:
		c.report("F0309", c.at(in), "contains looks for a number, a text or a timestamp, and each element of this list is %s. Write any([for x in %s : …]).", typeWords(*elem), c.code(in))
		return false
	}
	reported := len(c.diags)
	got := c.coerce(x, elem.Kind)
	if got == nil {
		if list := c.elementsAs(in, x.Type().Kind); list != nil {
			call.Args[0], got = list, x
		}
	}
	if got == nil {
		if len(c.diags) == reported {
			c.report("F0302", c.at(x), "Each element of the list is %s, and %s is %s, so it is never in it. Nothing is converted by itself.", typeWords(*elem), c.name(x), typeWords(x.Type()))
		}
		return false
	}
	call.Args[1] = got
	inList := c.inSet(call.Args[0], x.Type().Set)
	return c.inSet(got, elem.Set) && inList
}

// elementsAs is a written list with its elements read as literals of another kind, or nil.
func (c *checker) elementsAs(x expr.Expr, kind facts.Kind) expr.Expr {
	list, ok := x.(*expr.ListLit)
	if !ok {
		return nil
	}
	out := &expr.ListLit{T: facts.ListType(facts.Type{Kind: kind, Nullable: list.T.Elem.Nullable})}
	for _, e := range list.Elems {
		elem := c.coerce(e, kind)
		if elem == nil {
			return nil
		}
		out.Elems = append(out.Elems, elem)
	}
	c.from[out] = c.from[x]
	return out
}

func numberWords(n int, noun string) string {
	if n == 1 {
		return "one " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func isAre(n int) string {
	switch n {
	case 0:
		return "are none"
	case 1:
		return "is one"
	default:
		return fmt.Sprintf("are %d", n)
	}
}
