package check

import (
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
)

func (f *flow) await(fr *frame, n *node, a *ast.Await, at spot) (ir.Node, spot) {
	out := &ir.Await{Place: n.place()}
	out.Match = f.match(at.scope, "the await", a.Event, a.Where, a.About)
	out.Since = f.since(fr, a, at)
	out.Timeout = f.duration(at.scope, a.Timeout, "the time-out")
	out.Until = f.expression(at.scope, a.Until, typing.Want{Kind: facts.Time, Nullable: true, For: "the end of the await"})
	if out.Until != nil && out.Until.Type().Nullable {
		f.report("F0505", a.Until.Range, "This date may be absent, and then the wait would have no end. Give another date with coalesce(), or write timeout = \"14d\" instead.")
	}
	waited := at.wait(nominal(out.Timeout)).pass(n, true)
	if a.OnTimeout == nil {
		return out, waited
	}
	happened := &expr.Node{Kind: expr.NodeAwait, Name: n.address, Field: "happened", T: facts.Of(facts.Bool)}
	var late spot
	out.OnTimeout, late = f.walk(fr, a.OnTimeout.Body, waited.narrow(happened, false))
	return out, waited.join([]spot{waited.narrow(happened, true), late})
}

// since is the address of the step from which on events count.
func (f *flow) since(fr *frame, a *ast.Await, at spot) string {
	if !a.Since.Readable() {
		return ""
	}
	root, path, rng, ok := typing.Reference(a.Since.Expr)
	if !ok || root != "step" {
		f.report("F0329", a.Since.Range, "A step is named here, from leaving which events count. Write step.NAME.")
		return ""
	}
	name := strings.Join(path, ".")
	own := fr.byName[name]
	before := at.visible(name)
	if own != nil && before != nil && before.node.address != own.address {
		before = nil // that one has the same name outside of the fragment
	}
	switch {
	case before == nil && own == nil:
		f.noStep(fr, name, a.Since, at)
	case before == nil && own.kind == "step":
		f.report("F0217", rng, "The step %s does not lie before this await, so nobody has left it here. Name one that does, or take the line out.", quoted(name))
	case before == nil:
		f.report("F0217", rng, "%s is %s and no step.", quoted(name), article(own.kind))
	case before.node.kind != "step":
		f.report("F0217", rng, "%s is %s and no step.", quoted(name), article(before.node.kind))
	case !before.sure:
		f.report("F0412", rng, "The step %s does not lie on every path to this await, so it is not known from when events count for those who did not come by it. Put the await behind the step, on the same path.", quoted(name))
	default:
		return before.node.address
	}
	return ""
}

// noStep reports a step that is not there.
func (f *flow) noStep(fr *frame, name string, a *ast.Arg, at spot) {
	var names []string
	for _, n := range fr.nodes {
		if n.kind == "step" {
			names = append(names, n.name)
		}
	}
	for p := at.passed; p != nil; p = p.up {
		if p.node.kind == "step" && !slices.Contains(names, p.node.name) {
			names = append(names, p.node.name)
		}
	}
	if near, ok := language.Nearest(name, names); ok {
		f.fix("F0209", a.Range, "step."+near, "There is no step named %s in this flow. Did you mean %s?", quoted(name), quoted(near))
	} else {
		f.report("F0209", a.Range, "There is no step named %s in this flow.%s", quoted(name), thereIs(names))
	}
}
