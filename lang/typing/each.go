package typing

import (
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// each is [for x in over : each if where].
func (c *checker) each(s *Scope, e *hclsyntax.ForExpr) expr.Expr {
	if e.KeyExpr != nil || e.Group {
		c.report("F0316", Range(e.SrcRange), "A for-expression makes a list here, never an object: write it in [ ], and without =>.")
		return nil
	}
	ok := true
	if e.KeyVar != "" {
		ok = false
		c.report("F0331", Range(hcl.Range{Filename: e.SrcRange.Filename, Start: e.OpenRange.End, End: e.CollExpr.Range().Start}), "A for-expression has one variable here, the element: [for %s in LIST : …]. Places are not counted.", e.ValVar)
	}
	over := c.check(s, e.CollExpr)
	inner, slot, elem := c.bind(s, e.ValVar, over, Range(e.CollExpr.Range()))
	if inner == nil {
		return nil
	}
	out := &expr.For{Over: over, Slot: slot, Name: e.ValVar}
	if e.CondExpr != nil {
		out.Where = c.truth(c.check(inner, e.CondExpr), "The condition after if")
		if out.Where == nil {
			ok = false
		}
		inner = inner.narrow(c.learn(out.Where).yes)
	}
	each := c.check(inner, e.ValExpr)
	if !ok || elem == nil || each == nil {
		return nil
	}
	if isNull(each) {
		c.report("F0323", c.at(each), "Each element would be null. Write what it is.")
		return nil
	}
	out.T = facts.ListType(each.Type())
	out.T.Nullable = over.Type().Nullable
	if l, isLocal := each.(*expr.Local); !isLocal || l.Slot != slot {
		out.Each = each
	}
	return out
}

// bind is the scope with one more variable for the elements of a list. The list may be wrong (nil): then the variable is let
// pass, so that what else is wrong is found. The scope is nil where too many are inside one another.
func (c *checker) bind(s *Scope, name string, over expr.Expr, at diag.Range) (inner *Scope, slot int, elem *facts.Type) {
	slot = len(s.bound)
	if slot >= expr.Slots {
		c.report("F0321", at, "For-expressions stand in one another at most %d deep.", expr.Slots)
		return nil, 0, nil
	}
	b := binding{name: name}
	switch {
	case over == nil:
	case over.Type().Kind != facts.List:
		c.report("F0318", at, "%s is %s and no list: there is nothing to go through.", capital(c.name(over)), typeWords(over.Type()))
	case over.Type().Elem == nil:
		c.report("F0318", at, "This list is empty: there is nothing to go through.")
	default:
		elem = over.Type().Elem
		b.t = *elem
	}
	out := *s
	out.bound = append(append([]binding(nil), s.bound...), b)
	return &out, slot, elem
}

// splat is list[*].field, short for [for x in list : x.field].
func (c *checker) splat(s *Scope, e *hclsyntax.SplatExpr) expr.Expr {
	over := c.check(s, e.Source)
	inner, slot, elem := c.bind(s, "", over, Range(e.Source.Range()))
	if inner == nil || elem == nil {
		return nil
	}
	if c.anon == nil {
		c.anon = map[*hclsyntax.AnonSymbolExpr]*expr.Local{}
	}
	c.anon[e.Item] = &expr.Local{Slot: slot, Name: "each", T: *elem}
	each := c.check(inner, e.Each)
	delete(c.anon, e.Item)
	if each == nil {
		return nil
	}
	if l, isLocal := each.(*expr.Local); isLocal && l.Slot == slot {
		return over
	}
	t := facts.ListType(each.Type())
	t.Nullable = over.Type().Nullable
	return &expr.For{Over: over, Slot: slot, Name: "each", Each: each, T: t}
}

// element is what stands for the element inside a splat.
func (c *checker) element(e *hclsyntax.AnonSymbolExpr) expr.Expr {
	l, ok := c.anon[e]
	if !ok {
		return nil
	}
	copied := *l
	return &copied
}
