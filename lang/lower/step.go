package lower

import (
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
)

func (l *lowering) step(s *ir.Step, at place) {
	out := &machine.Step{
		Name:   machine.Name(s.Address),
		Next:   at.next,
		When:   s.When,
		Loops:  at.loops,
		Within: at.within,

		StaleAfter: facts.Span(s.StaleAfter),
		Priority:   s.Priority,
	}
	switch act := s.Act.(type) {
	case *ir.Email:
		out.Act = l.email(act, s.Address)
	case *ir.Webhook:
		out.Act = &machine.Webhook{Sender: act.Sender, Body: act.Body}
	case *ir.Update:
		update := &machine.Update{Tags: act.Tags}
		for _, s := range act.Attributes {
			update.Attributes = append(update.Attributes, machine.Setting(s))
		}
		out.Act = update
	default:
		panic("this is a bug in flowc: a step without an act")
	}
	l.add(out, s)
}

func (l *lowering) email(e *ir.Email, address string) *machine.Email {
	out := &machine.Email{Topic: e.Topic, Sender: e.Sender, Resend: e.Resend, Letters: letters(e.Letters)}
	if e.Test == nil {
		return out
	}
	out.Experiment = &machine.LetterTest{Draw: l.draw(e.Test.Draw, address), Goal: e.Test.Draw.Goal}
	for _, variant := range e.Test.Variants {
		out.Experiment.Variants = append(out.Experiment.Variants, letters(variant))
	}
	return out
}

func letters(in []ir.Letter) []machine.Letter {
	var out []machine.Letter
	for _, l := range in {
		out = append(out, machine.Letter{
			Locale:    l.Locale,
			Subject:   l.Subject,
			Preheader: l.Preheader,
			Body:      machine.Body{Doc: l.Doc, Holes: l.Holes},
		})
	}
	return out
}
