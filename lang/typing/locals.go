package typing

import (
	"maps"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// local is local.NAME: the expression that the name stands for, checked with the roots and nodes of this place.
func (c *checker) local(s *Scope, e *hclsyntax.ScopeTraversalExpr) expr.Expr {
	name, ok := c.second(e, "local value")
	if !ok {
		return nil
	}
	body, found := c.world.Locals[name]
	if !found {
		names := slices.Sorted(maps.Keys(c.world.Locals))
		c.unknown(unknownCodes["local"], stepName(e.Traversal[1]), name, names, "There is no local value named %q.", name)
		return nil
	}
	if body == nil {
		return nil
	}
	if i := slices.Index(c.locals, name); i >= 0 {
		way := strings.Join(append(slices.Clone(c.locals[i+1:]), name), ", which needs local.")
		c.report("F0220", Range(e.Range()), "A local value cannot need itself: local.%s needs local.%s.", name, way)
		return nil
	}
	if c.amounts == e {
		c.amounts = bare(body)
	}
	c.locals = append(c.locals, name)
	c.quiet++
	x := c.check(s.outside(), body)
	c.quiet--
	c.locals = c.locals[:len(c.locals)-1]
	if x == nil {
		return nil
	}
	c.from[x] = e
	return c.steps(s, x, e.Traversal[2:], e)
}

// outside is the scope of a local: what was written around the place of its use was not written around the local.
func (s *Scope) outside() *Scope {
	out := *s
	out.vars = nil
	out.bound = make([]binding, len(s.bound))
	for i, b := range s.bound {
		out.bound[i] = binding{t: b.t} // The slot stays taken.
	}
	return &out
}

// CheckLocal checks a local as far as that can be done without the place of its use, for those that are used nowhere: the
// customer, an order, an item and a shipment are there, and what depends on a flow or an event is let pass.
func (w *World) CheckLocal(name string) diag.List {
	body := w.Locals[name]
	if body == nil {
		return nil
	}
	s := w.Scope().WithSegments(true)
	objects := w.Objects
	if objects == nil {
		objects = order.Objects
	}
	for root, object := range objects {
		if root != "product" {
			s = s.WithRoot(expr.RootName(root), facts.ObjectTypeOf(object))
		}
	}
	s.lenient = true
	c := newChecker(w)
	c.data = true
	c.amounts = bare(body)
	c.locals = []string{name}
	c.check(s, body)
	return c.diags
}
