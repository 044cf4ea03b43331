package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/language"
)

// usesMax is how deep fragments may use one another: each use is one more name in the addresses of the nodes inside.
const usesMax = 7

// argumentMax bounds the parts of what is given to a parameter, which may stand in thousands of places inside.
const argumentMax = 500

// open collects the nodes of the fragment that a use names, under the names that they have inside and in the frame around.
func (f *flow) open(fr *frame, n *node, u *ast.Use) {
	name, fragment := f.fragmentOf(u)
	if fragment == nil {
		f.flowBroken = true // nodes that seem to be missing may be in there
		return
	}
	f.used[name] = true
	switch {
	case slices.Contains(fr.using, name):
		way := append(slices.Clone(fr.using[slices.Index(fr.using, name):]), name)
		f.report("F0430", u.Fragment.Range, "A fragment cannot use itself, directly or through others, since it would have no end: %s.", strings.Join(way, " uses "))
		return
	case fr.depth == usesMax:
		f.unopened = true
		f.report("F0425", u.Fragment.Range, "Fragments use one another more than %d deep here, which is more than anybody can follow. Put one of them into another.", usesMax)
		return
	}
	inner := &frame{up: fr, prefix: n.address + ".", depth: fr.depth + 1, using: append(slices.Clip(fr.using), name), byName: map[string]*node{}}
	n.inside = inner
	f.collect(inner, fragment.Body, newNames("node", "a fragment"))
	for _, in := range inner.nodes {
		outer := *in
		outer.name = n.name + "." + in.name
		fr.nodes = append(fr.nodes, &outer)
		fr.byName[outer.name] = &outer
	}
}

// fragmentOf is the fragment that a use names, without a word where it names none.
func (c *checker) fragmentOf(u *ast.Use) (string, *ast.Fragment) {
	if !u.Fragment.Readable() {
		return "", nil
	}
	root, path, _, ok := typing.Reference(u.Fragment.Expr)
	if !ok || root != "fragment" || len(path) != 1 {
		return "", nil
	}
	return path[0], c.fragments[path[0]]
}

// use checks a fragment's body in the place of its use.
func (f *flow) use(n *node, u *ast.Use, at spot) (ir.Node, spot) {
	name, fragment := f.fragmentOf(u)
	if fragment == nil {
		f.noFragment(u, name)
		return nil, at
	}
	scope := f.arguments(u, name, fragment, at.scope)
	if n.inside == nil {
		return nil, at
	}
	start := at
	start.scope = n.inside.ahead(scope)
	for _, in := range n.inside.nodes {
		if n.inside.outside(in.name) {
			start.scope = in.in(start.scope, in.name, false) // hides the one outside
		}
	}
	body, end := f.walk(n.inside, fragment.Body, start)
	out := at
	out.ended, out.lead, out.fresh = end.ended, end.lead, end.fresh
	for _, p := range end.since(start) {
		outer := *p.node
		outer.name = n.name + "." + p.node.name
		out = out.pass(&outer, p.sure)
	}
	return &ir.Use{Place: n.place(), Body: body}, out.pass(n, true)
}

// noFragment reports a use that names no fragment.
func (f *flow) noFragment(u *ast.Use, name string) {
	f.lostUse = true
	if !u.Fragment.Readable() {
		return
	}
	names := slices.Sorted(maps.Keys(f.fragments))
	near, ok := language.Nearest(name, names)
	switch {
	case name == "":
		f.report("F0329", u.Fragment.Range, "A fragment is named here. Write fragment.NAME.")
	case ok:
		f.fix("F0426", u.Fragment.Range, "fragment."+near, "There is no fragment named %s. Did you mean %s?", quoted(name), quoted(near))
	default:
		f.report("F0426", u.Fragment.Range, "There is no fragment named %s.%s", quoted(name), thereIs(names))
	}
}

// arguments is the scope inside the fragment: with its parameters, and with none of the fragment around it.
func (f *flow) arguments(u *ast.Use, name string, fragment *ast.Fragment, s *typing.Scope) *typing.Scope {
	given := map[string]*ast.Arg{}
	for _, a := range u.Args {
		given[a.Name] = a
	}
	inner := s.WithoutVars()
	taken := newNames("parameter", "a fragment")
	var names []string
	whole := true
	for _, p := range fragment.Parameters {
		if !f.take(taken, p.Name) {
			whole = whole && p.Name.Name != ""
			continue
		}
		names = append(names, p.Name.Name)
		inner = inner.WithVar(p.Name.Name, f.argument(u, name, p, given[p.Name.Name], s))
	}
	for _, a := range u.Args {
		if slices.Contains(names, a.Name) || !whole || !f.complete(&fragment.Block, fragmentBlocks(fragment)...) {
			continue
		}
		if near, ok := language.Nearest(a.Name, names); ok {
			f.fix("F0427", a.NameRange, near, "The fragment %s has no parameter %s. Did you mean %s?", quoted(name), quoted(a.Name), quoted(near))
		} else {
			f.report("F0427", a.NameRange, "The fragment %s has no parameter %s.%s", quoted(name), quoted(a.Name), thereIs(names))
		}
	}
	return inner
}

// argument is the value of one parameter; nil where it is wrong.
func (f *flow) argument(u *ast.Use, fragment string, p *ast.Parameter, a *ast.Arg, s *typing.Scope) expr.Expr {
	t, ok := f.typeName(p.Type, variableTypes)
	want := wanted(t, "the parameter "+quoted(p.Name.Name))
	if p.Default.Readable() && ok {
		v, known := f.value(f.world.Scope(), p.Default, want)
		if a == nil && known {
			return literal(v, t)
		}
	}
	switch {
	case a == nil && p.Default == nil && f.complete(&u.Block) && f.complete(&p.Block):
		f.report("F0428", u.Header, "The fragment %s needs the parameter %s, which is not given here. Write %s = … into this block.", quoted(fragment), quoted(p.Name.Name), p.Name.Name)
		return nil
	case a == nil || !ok:
		return nil
	}
	x := f.expression(s, a, want)
	if x == nil {
		return nil
	}
	if n, levels := measure(x, argumentMax, levelsMax/usesMax); n > argumentMax || levels > levelsMax/usesMax {
		f.report("F0321", a.Range, "What is given to a fragment is put into its expressions, and this has more than %d parts or %d levels. Ask for it inside the fragment.", argumentMax, levelsMax/usesMax)
		return nil
	}
	for in := range all(x) {
		if _, isFor := in.(*expr.For); isFor {
			f.report("F0429", a.Range, "What is given to a fragment is put into its expressions, and a for-expression cannot be put into another one. Ask for it inside the fragment.")
			return nil
		}
	}
	return x
}
