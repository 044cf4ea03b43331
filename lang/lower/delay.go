package lower

import (
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
)

func (l *lowering) delay(d *ir.Delay, at place) {
	out := &machine.Delay{
		Name:   machine.Name(d.Address),
		Next:   at.next,
		For:    d.For,
		Until:  d.Until,
		On:     uint8(d.On),
		At:     d.Hour,
		IfPast: machine.Continue,
	}
	if d.EndIfPast {
		out.IfPast = machine.EndThere
	}
	// Only a date can be missing, and only one that may be absent needs an answer.
	if d.Until != nil && d.Until.Type().Nullable {
		out.IfMissing = machine.Continue
		if d.EndIfMissing {
			out.IfMissing = machine.EndThere
		}
	}
	l.add(out, d)
}
