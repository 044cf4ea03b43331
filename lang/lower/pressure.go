package lower

import (
	"slices"

	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
)

func pressure(p ir.Pressure) machine.Pressure {
	out := machine.Pressure{
		Exclude:    p.Exclude,
		StaleAfter: facts.Span(p.StaleAfter),
		Caps:       sorted(p.Caps, limit, func(c machine.Cap) string { return c.Name }),
		Blackouts:  sorted(p.Blackouts, blackout, func(b machine.Blackout) string { return b.Name }),
		Holdouts:   sorted(p.Holdouts, holdout, func(h machine.Holdout) string { return h.Name }),
		Limits:     machine.Limits(p.Limits),
	}
	if p.Quiet != nil {
		out.Quiet = machine.QuietHours{From: p.Quiet.From.String(), To: p.Quiet.To.String()}
	}
	return out
}

func limit(c ir.Cap) machine.Cap {
	return machine.Cap{Name: c.Name, Limit: c.Limit, Per: facts.Span(c.Per), Topics: inOrder(c.Topics), Skip: c.Skip}
}

func blackout(b ir.Blackout) machine.Blackout {
	return machine.Blackout{Name: b.Name, From: b.From.String(), To: b.To.String(), Allow: inOrder(b.Allow), Spread: facts.Span(b.Spread)}
}

func holdout(h ir.Holdout) machine.Holdout {
	return machine.Holdout{Name: h.Name, Size: h.Size, Topics: inOrder(h.Topics)}
}

// inOrder sorts names: in which order they were written means nothing.
func inOrder(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}
