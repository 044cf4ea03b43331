package check

import (
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
)

// spot is what is known where a node stands: what may be named, which nodes were passed, and how long the way here may take. It
// is a value; each change makes a new one.
type spot struct {
	scope  *typing.Scope
	passed *passed
	ended  bool // nobody comes here

	// For the lints: the longest way here from entering, as far as it can be told; and the letters since the last wait, and the experiments around.
	lead   time.Duration
	fresh  *fresh
	tested *tested
}

// passed are the nodes that lie before a place, the nearest first. One stands in it again where more is known of it.
type passed struct {
	node *node
	sure bool // on every path; else on some
	up   *passed
}

// fresh are steps since the last wait, the nearest first.
type fresh struct {
	step  *node
	asked *asked
	up    *fresh
}

// tested are the goals of the experiments around a place, the innermost first.
type tested struct {
	goal string
	up   *tested
}

// pass is the spot behind a node.
func (at spot) pass(n *node, sure bool) spot {
	at.passed = &passed{n, sure, at.passed}
	at.scope = n.in(at.scope, n.name, sure)
	return at
}

// wait is the spot behind a wait.
func (at spot) wait(d time.Duration) spot {
	at.lead = min(at.lead+d, leadMax)
	at.fresh = nil
	return at
}

// leadMax keeps the sum of many long waits in range.
const leadMax = 200 * 365 * 24 * time.Hour

// since are the nodes passed between an earlier spot and this one, the earliest first.
func (at spot) since(before spot) []*passed {
	var out []*passed
	for p := at.passed; p != before.passed; p = p.up {
		out = append(out, p)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// join is the spot where several ways from one place come together again. Where a single one of them comes this far, all that
// holds at its end holds here; else what they have in common is what held before they parted.
func (at spot) join(ways []spot) spot {
	var live []spot
	for _, w := range ways {
		if !w.ended {
			live = append(live, w)
		}
	}
	switch len(live) {
	case 0:
		at.ended = true
		return at
	case 1:
		return live[0]
	}
	out := at
	for _, w := range live {
		for _, p := range w.since(at) {
			out = out.pass(p.node, false)
		}
		out.lead = max(out.lead, w.lead)
		if w.lead != at.lead {
			out.fresh = nil
		}
	}
	return out
}

// narrow is the spot where a condition is known to hold, or not to; nothing is learned from one that is wrong.
func (at spot) narrow(cond expr.Expr, holds bool) spot {
	if cond != nil {
		at.scope = at.scope.Narrow(cond, holds)
	}
	return at
}

// visible is the nearest node with a name that lies before here, on any path.
func (at spot) visible(name string) *passed {
	for p := at.passed; p != nil; p = p.up {
		if p.node.name == name {
			return p
		}
	}
	return nil
}
