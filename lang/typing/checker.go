package typing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Bounds of one expression, with the locals that it reads put in. Nobody writes half as much; what does would make trees that
// take minutes to walk.
const (
	depthMax = 400
	sizeMax  = 20_000
)

// checker checks one expression. Its methods answer nil for what is wrong and has been reported, and take nil for it: a mistake
// is reported once, where it was made.
type checker struct {
	learner
	world *World
	diags diag.List
	whole diag.Range                         // the expression being checked
	from  map[expr.Expr]hclsyntax.Expression // what each result was made from
	anon  map[*hclsyntax.AnonSymbolExpr]*expr.Local

	into    string               // what a text becomes: "the subject"
	data    bool                 // objects may be written: the body of a webhook
	amounts hclsyntax.Expression // the one place in which money({…}) may stand now
	locals  []string             // being read, the outermost first
	quiet   int                  // locals around: what is idle in one place may be needed in another
	unsure  map[*expr.Node]bool  // nodes that people may come here without having passed
	events  []string             // the names of all events, once they were needed
	empty   []*expr.ListLit      // lists without elements, whose type is what stands beside them
	part    struct {             // the beginning of a name that is being read
		of      expr.Expr
		written string
	}

	size, depth int
	full        bool // too large: reported, nothing more is looked at
}

func newChecker(w *World) *checker {
	return &checker{world: w, from: map[expr.Expr]hclsyntax.Expression{}, into: "a text"}
}

// answer is the result of a check: the tree only where nothing is wrong with any part of it.
func (c *checker) answer(x expr.Expr) (expr.Expr, diag.List) {
	if c.diags.HasErrors() {
		return nil, c.diags
	}
	for _, l := range c.empty {
		if l.T.Elem == nil {
			l.T = facts.ListType(textType)
		}
	}
	return x, c.diags
}

// report adds a diagnostic. A name of a megabyte is not repeated.
func (c *checker) report(code diag.Code, at diag.Range, format string, args ...any) *diag.Diagnostic {
	for i, a := range args {
		if s, ok := a.(string); ok {
			args[i] = clip(s, messageMax)
		}
	}
	c.diags = append(c.diags, diag.New(code, at, fmt.Sprintf(format, args...)))
	return &c.diags[len(c.diags)-1]
}

// fix adds what to write instead to a diagnostic just made.
func fix(d *diag.Diagnostic, at diag.Range, text string) { d.Fix = &diag.Fix{Range: at, Text: text} }

// unknown reports a name that is not among the candidates, with the nearest or, of a few, all of them.
func (c *checker) unknown(code diag.Code, at diag.Range, name string, candidates []string, format string, args ...any) {
	d := c.report(code, at, format, args...)
	if near, ok := nearestIn(candidates, name); ok {
		d.Detail += fmt.Sprintf(" Did you mean %q?", near)
		fix(d, at, near)
		return
	}
	if n := len(candidates); n > 0 && n <= listMax {
		d.Detail += " There is " + listed(quoted(candidates), "and") + "."
	}
}

// check types an expression in a scope.
func (c *checker) check(s *Scope, e hclsyntax.Expression) expr.Expr {
	c.size++
	c.depth++
	defer func() { c.depth-- }()
	if c.depth == 1 {
		c.whole = Range(e.Range())
	}
	if c.full {
		return nil
	}
	if c.size > sizeMax || c.depth > depthMax {
		c.full = true
		c.report("F0321", c.whole, "This expression, with the locals that it reads, has too many parts or too many levels. Divide it: a segment or an attribute of the customer can hold a part of it.")
		return nil
	}
	x := c.kind(s, e)
	if x != nil {
		c.from[x] = e
	}
	return x
}

func (c *checker) kind(s *Scope, e hclsyntax.Expression) expr.Expr {
	switch e := e.(type) {
	case *hclsyntax.ParenthesesExpr:
		return c.inBrackets(s, e)
	case *hclsyntax.LiteralValueExpr:
		return c.literal(e)
	case *hclsyntax.TemplateExpr:
		return c.template(s, e)
	case *hclsyntax.TemplateWrapExpr:
		return c.wrapped(s, e)
	case *hclsyntax.ScopeTraversalExpr:
		return c.named(s, e)
	case *hclsyntax.RelativeTraversalExpr:
		return c.steps(s, c.check(s, e.Source), e.Traversal, e)
	case *hclsyntax.IndexExpr:
		return c.index(s, e)
	case *hclsyntax.SplatExpr:
		return c.splat(s, e)
	case *hclsyntax.AnonSymbolExpr:
		return c.element(e)
	case *hclsyntax.FunctionCallExpr:
		return c.call(s, e)
	case *hclsyntax.ConditionalExpr:
		return c.conditional(s, e)
	case *hclsyntax.BinaryOpExpr:
		return c.binary(s, e)
	case *hclsyntax.UnaryOpExpr:
		return c.unary(s, e)
	case *hclsyntax.TupleConsExpr:
		return c.list(s, e)
	case *hclsyntax.ObjectConsExpr:
		return c.object(s, e)
	case *hclsyntax.ForExpr:
		return c.each(s, e)
	case *hclsyntax.TemplateJoinExpr:
		c.directive(e)
		return nil
	default:
		return nil // what could not be parsed: the reader of files has reported it
	}
}

func (c *checker) inBrackets(s *Scope, e *hclsyntax.ParenthesesExpr) expr.Expr {
	if c.amounts == e {
		c.amounts = e.Expression
	}
	return c.check(s, e.Expression)
}

// set is a closed set: a literal compared with one of its values must be one of them.
func (c *checker) inSet(x expr.Expr, set []string) bool {
	if set == nil {
		return true
	}
	ok := true
	for _, l := range literals(x) {
		if l.T.Kind != facts.String || slices.Contains(set, l.Value.Text()) {
			continue
		}
		ok = false
		at := c.at(l)
		d := c.report("F0215", at, "%q is not one of the values that can stand here: %s.", l.Value.Text(), listed(quoted(set), "and"))
		if near, found := nearestIn(set, l.Value.Text()); found {
			d.Detail = fmt.Sprintf("%q is not one of the values that can stand here. Did you mean %q?", clip(l.Value.Text(), shownMax), near)
			if c.literalHere(l) != nil {
				fix(d, at, strconv.Quote(near))
			}
		}
	}
	return ok
}

// nearestIn is the word of a set that was meant: the nearest one, or the one that a longer or shorter word begins with.
func nearestIn(set []string, word string) (string, bool) {
	if near, ok := language.Nearest(word, set); ok {
		return near, true
	}
	word = strings.ToLower(word)
	for _, w := range set {
		if len(w) > 2 && len(word) > 2 && (strings.HasPrefix(word, w) || strings.HasPrefix(w, word)) {
			return w, true
		}
	}
	return "", false
}

// literals are the constants that an expression may answer: itself, or those in its arms.
func literals(x expr.Expr) []*expr.Lit {
	switch x := x.(type) {
	case *expr.Lit:
		return []*expr.Lit{x}
	case *expr.Cond:
		return append(literals(x.Then), literals(x.Else)...)
	case *expr.ListLit:
		var all []*expr.Lit
		for _, e := range x.Elems {
			all = append(all, literals(e)...)
		}
		return all
	case *expr.Call:
		if x.Func != expr.Coalesce {
			return nil
		}
		var all []*expr.Lit
		for _, a := range x.Args {
			all = append(all, literals(a)...)
		}
		return all
	default:
		return nil
	}
}
