package lower

import (
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
)

func (l *lowering) branch(b *ir.Branch, at place) {
	out := &machine.Branch{Name: machine.Name(b.Address)}
	l.add(out, b)
	for _, c := range b.Cases {
		to := l.body(c.Body, at.in(b.Address+"/"+c.Name))
		out.Cases = append(out.Cases, machine.Case{Name: c.Name, When: c.When, To: to})
	}
	out.Default = l.body(b.Default, at.in(b.Address+"/default"))
}
