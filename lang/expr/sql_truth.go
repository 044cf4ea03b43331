package expr

import (
	"fmt"
	"strings"
)

// truth is a condition that is true in SQL exactly where the expression is true; elsewhere it is false or null, which means the same
// wherever it stands: in and, or, case, where.
func (g *sqlGen) truth(e Expr, in sqlScope) string {
	if g.err != nil {
		return "0"
	}
	defer g.nested()()
	switch x := e.(type) {
	case *Unary:
		if x.Op == Not {
			return g.falsity(x.X, in)
		}
	case *Binary:
		switch {
		case x.Op == And || x.Op == Or:
			return g.chain(x, x.Op, " "+sqlWord(x.Op)+" ", in, g.truth)
		case isComparison(x.Op):
			return g.comparison(x.Op, x, in)
		}
	case *Cond:
		return g.condTruth(x, in, g.truth)
	case *Call:
		if s, ok := g.test(x, in); ok {
			return s
		}
	case *Segment:
		return g.segment(x, true)
	case *Lit, *Root, *Field, *Index, *Node, *Local, *For, *Count, *Template, *ListLit, *ObjectLit:
	}
	return g.term(e, in).text
}

// falsity is truth of the opposite.
func (g *sqlGen) falsity(e Expr, in sqlScope) string {
	if g.err != nil {
		return "0"
	}
	switch x := e.(type) {
	case *Unary:
		if x.Op == Not {
			defer g.nested()()
			return g.truth(x.X, in)
		}
	case *Binary:
		switch x.Op {
		case And, Or:
			defer g.nested()()
			other := Or
			if x.Op == Or {
				other = And
			}
			return g.chain(x, x.Op, " "+sqlWord(other)+" ", in, g.falsity)
		case Eq:
			return g.comparison(Ne, x, in)
		case Ne:
			return g.comparison(Eq, x, in)
		}
	case *Cond:
		return g.condTruth(x, in, g.falsity)
	case *Segment:
		return g.segment(x, false)
	case *Lit, *Root, *Field, *Index, *Node, *Local, *For, *Call, *Count, *Template, *ListLit, *ObjectLit:
	}
	return g.sql("(", g.truth(e, in), ") is not true")
}

func sqlWord(op Op) string {
	if op == And {
		return "and"
	}
	return "or"
}

// chain joins the operands of && or || as a balanced tree: SQLite bounds the depth of an expression, and a and b and c … is as deep as
// it is long.
func (g *sqlGen) chain(e Expr, op Op, word string, in sqlScope, f func(Expr, sqlScope) string) string {
	var parts []string
	for _, x := range operands(e, op) {
		parts = append(parts, f(x, in))
	}
	return g.balanced(parts, word)
}

func (g *sqlGen) balanced(parts []string, word string) string {
	n := len(parts)
	if n == 1 {
		return parts[0]
	}
	all := ""
	if n <= 4 {
		all = g.sql("(", strings.Join(parts, word), ")")
	} else {
		all = g.sql("(", g.balanced(parts[:n/2], word), word, g.balanced(parts[n/2:], word), ")")
	}
	if word == " or " {
		return g.either(all)
	}
	return all
}

// either is a condition with an or in it, in brackets. SQLite looks for an index for each side of an or, of which there is none here; deep
// in one another that takes it for ever, and then it gives up ("no query solution"). It does not look behind `is true`, and still
// evaluates the right side only where the left one is not true.
func (g *sqlGen) either(or string) string { return g.sql("(", or, " is true)") }

func (g *sqlGen) condTruth(x *Cond, in sqlScope, f func(Expr, sqlScope) string) string {
	defer g.nested()()
	return g.sql("(case when ", g.truth(x.When, in), " then ", f(x.Then, in), " else ", f(x.Else, in), " end)")
}

// segment is a segment's condition in place, or the column of it that a layer below has.
func (g *sqlGen) segment(x *Segment, want bool) string {
	if column, ok := g.layers[x.Name]; ok {
		if want {
			return "c." + column
		}
		return "not c." + column
	}
	if g.open[x.Name] {
		g.fail(fmt.Errorf("segment %q contains itself", x.Name))
		return "0"
	}
	g.open[x.Name] = true
	defer delete(g.open, x.Name)
	if want {
		return g.truth(x.Body, sqlScope{})
	}
	return g.falsity(x.Body, sqlScope{})
}
