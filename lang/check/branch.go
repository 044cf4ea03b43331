package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func (f *flow) branch(fr *frame, n *node, b *ast.Branch, at spot) (ir.Node, spot) {
	out := &ir.Branch{Place: n.place()}
	at = at.pass(n, true)
	taken := newNames("case", "a branch")
	rest := at // where no case so far holds
	var ways []spot
	var reach reaches
	var wrong, behind []hclsyntax.Expression // conditions that are wrong: so far, and those whose negation would hold below
	for _, c := range b.Cases {
		if f.take(taken, c.Name) && c.Name.Name == "default" {
			f.report("F0414", c.Name.Range, "A case named \"default\" would read like the way that is taken when no case holds. Write default { … } if that is meant, or give the case another name.")
		}
		when := f.condition(rest.scope, c.When, "the condition of the case")
		f.caseLints(&reach, when, c, at)
		var body []ir.Node
		var way spot
		if when == nil {
			wrong = append(wrong, readable(c.When))
		}
		f.unsure(wrong, func() { body, way = f.walk(fr, c.Body, rest.narrow(when, true)) })
		out.Cases = append(out.Cases, ir.Case{Name: c.Name.Name, When: when, Body: body})
		ways = append(ways, way)
		if way.ended && when == nil {
			behind = append(behind, readable(c.When))
		}
		reach.add(when, way.ended)
		rest = rest.narrow(when, false)
	}
	way := rest
	if b.Default != nil {
		f.unsure(wrong, func() { out.Default, way = f.walk(fr, b.Default.Body, rest) })
		if reach.always {
			f.report("W0405", b.Default.Header, "A case above holds for everybody, so nobody comes here.")
		}
	}
	ways = append(ways, way)
	for _, e := range behind {
		f.doubt(e)
	}
	return out, at.narrow(reach.alive(way.ended), true).join(ways)
}

// reaches is what the cases of a branch say together.
type reaches struct {
	earlier []expr.Expr // the conditions so far
	always  bool        // one of them holds for everybody
	open    bool        // somebody goes on of whom nothing is known
	rest    expr.Expr   // that none of them holds; nil before the first
	live    expr.Expr   // that somebody goes on below the branch through one of them
}

// add notes a case. Of one that could not be read it is known alone that none of those above holds.
func (r *reaches) add(when expr.Expr, ended bool) {
	switch {
	case when == nil && ended:
		return
	case when == nil && r.rest == nil:
		r.open = true
		return
	case when == nil:
		r.live = or(r.live, r.rest)
		return
	}
	if v, ok := constant(when); ok && v.True() {
		r.always = true
	}
	if !ended {
		r.live = or(r.live, and(r.rest, when))
	}
	r.rest = and(r.rest, &expr.Unary{Op: expr.Not, X: when})
	r.earlier = append(r.earlier, when)
}

// alive is the condition under which somebody goes on below the branch; nil where nothing is known of it. ended says it of the
// default.
func (r *reaches) alive(ended bool) expr.Expr {
	switch {
	case r.open:
		return nil
	case ended || r.rest == nil:
		return r.live
	default:
		return or(r.live, r.rest)
	}
}

func and(x, y expr.Expr) expr.Expr {
	if x == nil {
		return y
	}
	return &expr.Binary{Op: expr.And, X: x, Y: y, T: facts.Of(facts.Bool)}
}

func or(x, y expr.Expr) expr.Expr {
	if x == nil {
		return y
	}
	return &expr.Binary{Op: expr.Or, X: x, Y: y, T: facts.Of(facts.Bool)}
}
