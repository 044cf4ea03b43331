package lower

import (
	"slices"

	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
)

// repeat lowers the body with the repeat itself as what follows it.
func (l *lowering) repeat(r *ir.Repeat, at place) {
	out := &machine.Repeat{
		Name:  machine.Name(r.Address),
		Every: r.Every,
		Times: r.Times,
		While: r.While,
		Next:  at.next,
		Loops: at.loops,
	}
	l.add(out, r)
	inside := at.in(r.Address).after(out.Name)
	inside.loops = append(slices.Clip(at.loops), out.Name)
	out.Body = l.body(r.Body, inside)
}
