package check

import (
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
)

// idle checks the fragments that no flow uses, each for its own sake: without a flow around it, so that an order, goals and nodes
// outside may be there, and with parameters of which the type alone is known.
func (c *checker) idle() {
	var list, hidden []*ast.Fragment // those that nothing uses, and those that nothing can use: the second of a name
	for _, fr := range c.project.Fragments {
		switch {
		case c.fragments[fr.Name.Name] != fr:
			hidden = append(hidden, fr)
		case !c.used[fr.Name.Name]:
			list = append(list, fr)
			if !c.project.Broken && !c.unopened && !c.lostUse {
				c.report("W0402", fr.Name.Range, "No flow uses this fragment, so nobody comes by it. Use it, or take it out.")
			}
		}
	}
	// What another one uses is checked there, with what it is given.
	inside := map[string]bool{}
	for _, fr := range list {
		c.uses(fr.Body, func(name string) { inside[name] = inside[name] || name != fr.Name.Name })
	}
	for _, again := range []bool{false, true} {
		for _, fr := range list {
			if inside[fr.Name.Name] == again && !c.used[fr.Name.Name] {
				c.unused(fr)
			}
		}
	}
	for _, fr := range hidden {
		c.unused(fr)
	}
}

// uses calls f with the name of each fragment that a body uses.
func (c *checker) uses(list []ast.Node, f func(name string)) {
	for _, n := range list {
		if u, ok := n.(*ast.Use); ok {
			if name, fragment := c.fragmentOf(u); fragment != nil {
				f(name)
			}
		}
		for _, inner := range bodies(n) {
			c.uses(inner, f)
		}
	}
}

// unused checks one fragment without a use.
func (c *checker) unused(fr *ast.Fragment) {
	if c.parts > partsMax || c.unopened {
		return // too large, which has been reported
	}
	f := &flow{
		checker: c, ast: &ast.Flow{Block: fr.Block, Name: fr.Name, Body: fr.Body}, out: &ir.Flow{Name: fr.Name.Name}, goals: map[string]*ast.Goal{},
		ordered: true, topicSaid: true,
	}
	c.alone, c.flowBroken, c.unclear = true, true, []map[string]bool{{"var": true}} // nodes around it and values of parameters may be what it needs
	f.base = f.anyRoots()
	taken := newNames("parameter", "a fragment")
	for _, p := range fr.Parameters {
		if f.take(taken, p.Name) {
			f.base = f.base.WithVar(p.Name.Name, f.anyValue(p))
		}
	}
	top := &frame{using: []string{fr.Name.Name}, byName: map[string]*node{}}
	f.collect(top, fr.Body, newNames("node", "a fragment"))
	if !f.full {
		f.walk(top, fr.Body, spot{scope: top.ahead(f.base)})
	}
}

// anyValue stands for what a use would give to a parameter: its default, else something of its type; nil where that is wrong.
func (f *flow) anyValue(p *ast.Parameter) expr.Expr {
	t, ok := f.typeName(p.Type, variableTypes)
	if !ok {
		return nil
	}
	if p.Default != nil {
		if v, known := f.value(f.world.Scope(), p.Default, wanted(t, "the parameter "+quoted(p.Name.Name))); known {
			return literal(v, t)
		}
		return nil
	}
	return &expr.Root{Name: expr.RootName("var " + p.Name.Name), T: t}
}

// given is true for a report that a value must be known when the project is compiled, where it is a parameter's and no use gives it.
func (c *checker) given(d diag.Diagnostic) bool {
	src, r := c.project.Files[d.Range.File], d.Range
	return c.alone && d.Code == "F0324" && r.Start.Byte <= r.End.Byte && r.End.Byte <= len(src) && strings.Contains(string(src[r.Start.Byte:r.End.Byte]), "var.")
}
