package check

import (
	"time"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
)

// timesMax bounds the rounds of a repeat.
const timesMax = 1000

func (f *flow) repeat(fr *frame, n *node, r *ast.Repeat, at spot) (ir.Node, spot) {
	out := &ir.Repeat{Place: n.place()}
	out.Every = f.duration(at.scope, r.Every, "the rounds")
	if times, ok := f.whole(at.scope, r.Times, 1, timesMax, "the rounds"); ok {
		out.Times = times
	}
	every := nominal(out.Every)
	at = at.pass(n, true)
	// From the second round on, the nodes of the body lie before it.
	start := at.wait(every)
	for _, in := range f.inside(fr, r.Body) {
		start = start.pass(in, false)
	}
	out.While = f.condition(start.scope, r.While, "the condition of the repeat")
	first := start.narrow(out.While, true)
	var behind spot
	out.Body, behind = f.walk(fr, r.Body, first)
	if len(r.Body) == 0 && f.complete(&r.Block) {
		f.report("W0406", r.Header, "This repeat has no body: it only waits. A delay says so more simply.")
	}
	behind.lead = min(behind.lead+time.Duration(max(out.Times-1, 0))*(behind.lead-at.lead), leadMax)
	if r.While == nil {
		return out, behind
	}
	// The condition may be false before the first round already.
	return out, start.join([]spot{start.narrow(out.While, false), behind})
}

// inside are the nodes of a body and of the bodies in it, those of uses included.
func (f *flow) inside(fr *frame, list []ast.Node) []*node {
	var out []*node
	for _, a := range list {
		if n := fr.byName[a.Label().Name]; n != nil && n.ast == a {
			out = append(out, n)
			if n.inside != nil {
				for _, in := range n.inside.nodes {
					if outer := fr.byName[n.name+"."+in.name]; outer != nil {
						out = append(out, outer)
					}
				}
			}
		}
		for _, inner := range bodies(a) {
			out = append(out, f.inside(fr, inner)...)
		}
	}
	return out
}
