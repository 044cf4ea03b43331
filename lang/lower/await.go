package lower

import (
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
)

func (l *lowering) await(a *ir.Await, at place) {
	out := &machine.Await{
		Name:    machine.Name(a.Address),
		Next:    at.next,
		Match:   match(a.Match),
		Since:   machine.Name(a.Since),
		Timeout: a.Timeout,
		Until:   a.Until,
		Loops:   at.loops,
	}
	l.add(out, a)
	out.OnTimeout = l.body(a.OnTimeout, at.in(a.Address+"/on_timeout"))
}
