package typing

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// want holds an expression against what its place asks for.
func (c *checker) want(x expr.Expr, want Want) expr.Expr {
	if x == nil || want.Kind == facts.Absent {
		return x
	}
	place := want.For
	if place == "" {
		place = "what stands here"
	}
	if isNull(x) && !want.Nullable {
		c.report("F0323", c.at(x), "%s is %s, and never null.", upper(place), kindWords(want.Kind))
		return nil
	}
	reported := len(c.diags)
	got := c.coerce(x, want.Kind)
	switch {
	case len(c.diags) > reported:
		return nil
	case got == nil:
		c.wrongType(x, want, place)
		return nil
	}
	t := got.Type()
	if t.Nullable && !want.Nullable {
		c.mayBeAbsent(got, fmt.Sprintf("%s needs a value", upper(place)))
		return nil
	}
	if want.Kind == facts.List {
		return c.wantElements(got, want, place)
	}
	return got
}

func (c *checker) wrongType(x expr.Expr, want Want, place string) {
	t := x.Type()
	var advice, instead string
	lit := c.literalHere(x)
	switch {
	case want.Kind == facts.Duration && lit != nil && t.Kind == facts.Number && lit.Value.Millionths()%facts.Scale == 0:
		instead = fmt.Sprintf("%q", facts.FormatNumber(lit.Value.Millionths())+"d")
		advice = fmt.Sprintf(" So many days are %s.", instead)
	case lit != nil && t.Kind == facts.String && (want.Kind == facts.Number || want.Kind == facts.Bool):
		advice, instead = c.withoutQuotes(lit.Value.Text(), want.Kind)
	case lit != nil && t.Kind == facts.Number && want.Kind == facts.String:
		instead = want.Example
		if instead == "" {
			instead = fmt.Sprintf("%q", facts.FormatNumber(lit.Value.Millionths()))
		}
		advice = fmt.Sprintf(" Write it in quotes, such as %s.", instead)
		instead = ""
	case want.Kind == facts.URL && t.Kind == facts.String:
		advice = " Write one that begins with https://."
	case want.Kind == facts.Bool:
		advice = " " + c.asCondition(x)
	case want.Kind == facts.Duration && t.Kind == facts.Number:
		advice = fmt.Sprintf(" Write a number and a unit in quotes, such as \"7d\", or days(%s).", c.code(x))
	case want.Kind == facts.Time && t.Kind == facts.Duration:
		advice = ` Write after(t, "7d") or before(t, "7d") with the timestamp from which it counts.`
	case want.Kind == facts.List:
		advice = fmt.Sprintf(" Write it in brackets: [%s].", c.code(x))
	}
	d := c.report("F0301", c.at(x), "%s: %s is expected here, and %s is %s.%s", upper(place), kindWords(want.Kind), c.name(x), typeWords(t), advice)
	if instead != "" {
		fix(d, c.at(x), instead)
	}
}

// withoutQuotes says what to write for a text where a number or a condition is expected, and what stands in its place where that is sure.
func (c *checker) withoutQuotes(text string, kind facts.Kind) (advice, instead string) {
	text = strings.TrimSpace(text)
	if kind == facts.Number {
		if number := plainNumber(strings.TrimSuffix(text, "%")); number != "" {
			return fmt.Sprintf(" Write %s, without the quotes.", number), number
		}
		return "", ""
	}
	switch {
	case text == "true" || text == "false":
		return fmt.Sprintf(" Write %s, without the quotes.", text), text
	case c.world.Segments[strings.TrimPrefix(text, "segment.")] != nil:
		instead = "segment." + strings.TrimPrefix(text, "segment.")
		return fmt.Sprintf(" Write %s, without quotes.", instead), instead
	}
	return " A condition stands without quotes, as in customer.order_count > 1.", ""
}

// wantElements holds the elements of a list against what its place asks for.
func (c *checker) wantElements(x expr.Expr, want Want, place string) expr.Expr {
	elem := x.Type().Elem
	if elem == nil && want.Elem != facts.Absent {
		c.fill(x, facts.ListType(facts.Of(want.Elem)))
	}
	if elem == nil || want.Elem == facts.Absent {
		return x
	}
	if elem.Nullable && !want.Nullable {
		c.report("F0304", c.at(x), "%s needs values, and an element of %s may be absent. Leave those out: [for x in %s : x if x != null].", upper(place), c.name(x), c.code(x))
		return nil
	}
	if elem.Kind == want.Elem {
		return x
	}
	if l, ok := x.(*expr.ListLit); ok {
		reported := len(c.diags)
		out := &expr.ListLit{Elems: make([]expr.Expr, len(l.Elems)), T: facts.ListType(facts.Type{Kind: want.Elem, Nullable: elem.Nullable})}
		whole := true
		for i, e := range l.Elems {
			if out.Elems[i] = c.coerce(e, want.Elem); out.Elems[i] == nil {
				whole = false
			}
		}
		if whole {
			c.from[out] = c.from[x]
			return out
		}
		if len(c.diags) > reported {
			return nil
		}
	}
	c.report("F0301", c.at(x), "%s: each element of the list is %s, and here each is %s.", upper(place), kindWords(want.Elem), typeWords(*elem))
	return nil
}

// mayBeAbsent reports a value that may be missing where that is not allowed, and says how to do without it.
func (c *checker) mayBeAbsent(x expr.Expr, need string) {
	c.report("F0304", c.at(x), "%s, and %s may be absent. %s", need, c.name(x), c.otherwise(x))
}

// otherwise says what to write for a value that may be absent.
func (c *checker) otherwise(x expr.Expr) string {
	code := c.code(x)
	if why := whyAbsent(x); why != "" {
		return why
	}
	advice := fmt.Sprintf("Write coalesce(%s, %s) with what to take instead.", code, standIn(x.Type()))
	if n := nodeBelow(x); n != nil {
		if c.unsure[n] {
			advice = "Not everybody who comes here has passed it. " + advice
		}
		switch {
		case n.Field == "event" || n.Field == "at":
			flag := "reached"
			if n.Kind == expr.NodeAwait {
				flag = "happened"
			}
			return fmt.Sprintf("It is there where %s.%s.%s is true: ask that before. Or else: %s", n.Kind, n.Name, flag, advice)
		case n.Field == "sent_at":
			return fmt.Sprintf("It is there where step.%s.sent is true: ask that before. Or else: %s", n.Name, advice)
		}
	}
	return advice
}

// whyAbsent says why the result of a calculation may be absent where all that goes into it is there; "" where that is not so.
func whyAbsent(x expr.Expr) string {
	switch x := x.(type) {
	case *expr.Binary:
		for _, side := range []expr.Expr{x.X, x.Y} {
			if side.Type().Nullable {
				return whyAbsent(side)
			}
		}
		if x.Op == expr.Div || x.Op == expr.Mod {
			return "What is divided by 0 is absent, and the divisor may be 0. Write coalesce(…, 0) around it with what to take then."
		}
		return "An order may be in another currency than the project, and amounts in two currencies are not added: the sum is absent then. Write coalesce(…, 0) around it with what to take instead."
	case *expr.Unary:
		return whyAbsent(x.X)
	case *expr.Call:
		if x.Func == expr.Coalesce {
			return ""
		}
		for _, a := range x.Args {
			if a.Type().Nullable {
				return whyAbsent(a)
			}
		}
		if x.Func == expr.Min || x.Func == expr.Max {
			return "It is absent of an empty list, and of amounts in several currencies. Write coalesce(…, 0) around it with what to take then."
		}
	default: // the other kinds have nothing to do here
	}
	return ""
}

// nodeBelow is the node from which a value is read, or nil.
func nodeBelow(x expr.Expr) *expr.Node {
	for {
		switch v := x.(type) {
		case *expr.Node:
			return v
		case *expr.Field:
			x = v.Of
		case *expr.Index:
			x = v.Of
		default:
			return nil
		}
	}
}

// standIn is an example of what takes the place of an absent value.
func standIn(t facts.Type) string {
	switch t.Kind {
	case facts.Number, facts.Money:
		return "0"
	case facts.Bool:
		return "false"
	case facts.Time:
		return "now"
	case facts.Duration:
		return `"7d"`
	case facts.List:
		return "[]"
	default:
		return `"…"`
	}
}

// coerce gives an expression the kind that its place asks for, where that takes no more than reading its literals as they are
// meant, or an amount in the project's one currency. It answers nil where it is of another kind; a literal that is meant to be
// of the kind and is a wrong one is reported.
func (c *checker) coerce(x expr.Expr, kind facts.Kind) expr.Expr {
	if x.Type().Kind == kind {
		return x
	}
	out := c.convert(x, kind)
	if out != nil {
		c.from[out] = c.from[x]
	}
	return out
}

func (c *checker) convert(x expr.Expr, kind facts.Kind) expr.Expr {
	t := x.Type()
	switch {
	case isNull(x):
		return &expr.Lit{T: facts.Of(kind).Maybe()}
	case t.Kind == facts.Number && kind == facts.Money, t.Kind == facts.String && (kind == facts.Duration || kind == facts.Time || kind == facts.URL):
	default:
		return nil
	}
	switch x := x.(type) {
	case *expr.Lit:
		return c.reread(x, kind)
	case *expr.Cond:
		then, other := c.coerce(x.Then, kind), c.coerce(x.Else, kind)
		if then == nil || other == nil {
			return nil
		}
		return &expr.Cond{When: x.When, Then: then, Else: other, T: facts.Type{Kind: kind, Nullable: t.Nullable}}
	case *expr.Call:
		if x.Func == expr.Coalesce || (x.Func == expr.Min || x.Func == expr.Max) && len(x.Args) > 1 {
			return c.convertCall(x, kind)
		}
	default: // the other kinds have nothing to do here
	}
	if kind == facts.Money {
		return c.moneyOf(x)
	}
	return nil
}

func (c *checker) convertCall(x *expr.Call, kind facts.Kind) expr.Expr {
	out := &expr.Call{Func: x.Func, Args: make([]expr.Expr, len(x.Args)), T: facts.Type{Kind: kind, Nullable: x.T.Nullable}}
	for i, a := range x.Args {
		if out.Args[i] = c.coerce(a, kind); out.Args[i] == nil {
			return nil
		}
	}
	return out
}

// reread reads a literal as one of another kind, and reports one that is none.
func (c *checker) reread(x *expr.Lit, kind facts.Kind) expr.Expr {
	at, text := c.at(x), x.Value.Text()
	switch kind {
	case facts.Money:
		return c.exactly(x)
	case facts.Duration:
		span, err := calendar.ParseSpan(text)
		if err != nil {
			c.report("F0310", at, "%s.", upper(err.Error()))
			return nil
		}
		return &expr.Lit{Value: facts.SpanOf(facts.Span(span)), T: facts.Of(kind)}
	case facts.Time:
		t, err := c.world.timestamp(text)
		if err != nil {
			d := c.report("F0311", at, "%s.", upper(err.Error()))
			if _, err := calendar.ParseSpan(text); err == nil {
				d.Detail = fmt.Sprintf("%q is a duration and no timestamp. So long ago is ago(%q).", text, text)
				if c.literalHere(x) != nil {
					fix(d, at, fmt.Sprintf("ago(%q)", text))
				}
			}
			return nil
		}
		return &expr.Lit{Value: facts.TimeOf(t), T: facts.Of(kind)}
	case facts.URL:
		if u, err := url.Parse(text); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			return nil
		}
		return &expr.Lit{Value: facts.URLOf(text), T: facts.Of(kind)}
	default:
		return nil
	}
}

// timestamp reads a day, which begins in the project's zone, or an instant with its offset.
func (w *World) timestamp(text string) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	zone := w.Zone
	if zone == nil {
		zone = time.UTC
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, zone); err == nil {
		return t.UTC(), nil
	}
	shown := clip(text, shownMax)
	if _, err := time.Parse("2006-01-02T15:04:05", text); err == nil {
		return time.Time{}, fmt.Errorf("%q does not say in which zone: end it with Z or an offset, such as %q", shown, text+"+01:00")
	}
	return time.Time{}, errors.New(fmt.Sprintf("%q is no timestamp", shown) + `; write a day such as "2026-03-01", an instant such as "2026-03-01T09:00:00Z", or ago("30d")`)
}

// unify gives several expressions one type: the arms of a conditional, the elements of a list, the arguments of coalesce().
func (c *checker) unify(xs []expr.Expr, rule string) ([]expr.Expr, facts.Type) {
	kind := commonKind(xs)
	if kind == facts.Absent {
		c.report("F0323", c.at(xs[0]), "null alone has no type. Write a value beside it.")
		return nil, facts.Type{}
	}
	out := make([]expr.Expr, len(xs))
	var t facts.Type
	nullable, set, first := false, true, true
	for i, x := range xs {
		reported := len(c.diags)
		if out[i] = c.coerce(x, kind); out[i] == nil {
			if len(c.diags) == reported {
				c.report("F0330", c.at(x), "%s: here %s is %s where %s is expected. %s", rule, c.name(x), typeWords(x.Type()), kindWords(kind), unifyAdvice(x, kind))
			}
			return nil, facts.Type{}
		}
		got := out[i].Type()
		nullable = nullable || got.Nullable
		if isNull(x) {
			continue
		}
		if !first && !sameType(t, got) {
			c.report("F0330", c.at(x), "%s: here %s is %s where %s is expected. %s", rule, c.name(x), typeWords(got), typeWords(t), "Nothing is converted by itself.")
			return nil, facts.Type{}
		}
		set = set && got.Set != nil && (first || slices.Equal(t.Set, got.Set))
		if first || t.Kind == facts.List && t.Elem == nil {
			t = got
		}
		first = false
	}
	for _, x := range out {
		c.fill(x, t)
	}
	if !set {
		t.Set = nil
	}
	t.Nullable = nullable
	return out, t
}

// fill gives a list without elements the type of what stands beside it.
func (c *checker) fill(x expr.Expr, t facts.Type) {
	if l, ok := x.(*expr.ListLit); ok && l.T.Elem == nil {
		l.T = t.Surely()
	}
}

func unifyAdvice(x expr.Expr, kind facts.Kind) string {
	if l, ok := x.(*expr.Lit); ok && l.T.Kind == facts.Number && kind == facts.String {
		return fmt.Sprintf("Write it in quotes: %q.", facts.FormatNumber(l.Value.Millionths()))
	}
	return "Nothing is converted by itself."
}

// commonKind is the kind that several expressions have or are meant to have: that of the first one that is no literal.
// A number beside an amount is meant as one.
func commonKind(xs []expr.Expr) facts.Kind {
	kind := facts.Absent
	for _, x := range xs {
		k := x.Type().Kind
		switch {
		case kind == facts.Absent, kind == facts.Number && k == facts.Money:
			kind = k
		case kind == facts.String && (k == facts.Duration || k == facts.Time || k == facts.URL) && k != facts.Absent:
			kind = k
		}
	}
	return kind
}
