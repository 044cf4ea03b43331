package lower

import (
	"strconv"

	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
)

func (l *lowering) experiment(e *ir.Experiment, at place) {
	out := &machine.Experiment{
		Name:    machine.Name(e.Address),
		Draw:    l.draw(e.Draw, e.Address),
		Goal:    e.Draw.Goal,
		HeldOut: at.next,
	}
	l.add(out, e)
	inside := at
	inside.within = out.Name
	for i, body := range e.Bodies {
		out.To = append(out.To, l.body(body, inside.in(e.Address+"/"+e.Draw.Variants[i].Name)))
	}
}

// draw makes the draw of the experiment with that address (contracts.md, "Assignment to variants and holdouts").
func (l *lowering) draw(d ir.Draw, address string) machine.Draw {
	full := l.machine.Flow + "." + address
	out := machine.Draw{
		Salt:    full + "@" + strconv.Itoa(d.Generation),
		Unit:    "customer",
		Holdout: d.Holdout,
		Address: full,
	}
	if d.ByOrder {
		out.Unit = "order"
	}
	for _, v := range d.Variants {
		out.Variants = append(out.Variants, machine.Share(v))
	}
	return out
}
