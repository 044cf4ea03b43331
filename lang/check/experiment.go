package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
)

// experiment checks an experiment on whole paths.
func (f *flow) experiment(fr *frame, n *node, e *ast.Experiment, at spot) (ir.Node, spot) {
	out := &ir.Experiment{Place: n.place(), Draw: f.draw(e, at)}
	// Who is held out has no variant; inside of a variant everybody has one.
	at = at.pass(n, out.Draw.Holdout == 0)
	inside := at
	inside.scope = n.in(at.scope, n.name, true)
	inside.tested = &tested{out.Draw.Goal, at.tested}
	var ways []spot
	for _, v := range e.Variants {
		body, way := f.walk(fr, v.Body, inside)
		way.tested = at.tested
		out.Bodies = append(out.Bodies, body)
		ways = append(ways, way)
	}
	if out.Draw.Holdout > 0 {
		ways = append(ways, at)
	}
	return out, at.join(ways)
}

// variantsMax bounds the variants of one experiment.
const variantsMax = 100

// weightMax bounds a weight: shares are in proportion, so larger numbers say no more.
const weightMax = 1_000_000

// generationMax bounds a generation: nobody draws anew more often.
const generationMax = 10_000

// draw checks how people are split.
func (f *flow) draw(e *ast.Experiment, at spot) ir.Draw {
	out := ir.Draw{Goal: f.goalNamed(e.Goal), Generation: 1}
	f.text(at.scope, e.Hypothesis, "the hypothesis")
	if unit, _ := f.word(at.scope, e.Unit, "the unit", "customer", "order"); unit == "order" {
		out.ByOrder = true
		if f.known && !f.ordered {
			f.report("F0410", e.Unit.Range, "%s Write unit = \"customer\", or take the line out.", f.whyNot)
		}
	}
	if share, ok := f.share(at.scope, e.Holdout, "the holdout"); ok {
		out.Holdout = share
	}
	if n, ok := f.whole(at.scope, e.Generation, 1, generationMax, "the generation"); ok {
		out.Generation = n
	}
	if len(e.Variants) > variantsMax {
		f.report("F0433", e.Header, "An experiment has at most %d variants, and this one has %d: so few people would get each that nothing could be learned.", variantsMax, len(e.Variants))
		return out
	}
	taken := newNames("variant", "an experiment")
	for _, v := range e.Variants {
		f.take(taken, v.Name)
		out.Variants = append(out.Variants, ir.Share{Name: v.Name.Name, Weight: f.weight(v, at.scope)})
	}
	if len(e.Variants) == 1 && e.Holdout == nil && f.complete(&e.Block) {
		f.report("F0416", e.Header, "An experiment with one variant compares it with nothing. Write another variant, or a holdout such as \"10%%\", who get none of it.")
	}
	return out
}

func (f *flow) weight(v *ast.Variant, s *typing.Scope) int64 {
	value, ok := f.value(s, v.Weight, typing.Want{Kind: facts.Number, For: "the weight"})
	if !ok {
		return 0
	}
	if n := value.Millionths(); n <= 0 || n > weightMax*facts.Scale {
		f.report("F0417", v.Weight.Range, "A weight is a number above 0 and up to %d, not %s: nobody would have this variant, or nobody another one. To end a variant, take it out.", weightMax, facts.FormatNumber(n))
		return 0
	}
	return value.Millionths()
}
