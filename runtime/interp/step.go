package interp

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/flowc/flowc/lang/machine"
)

// step does one act, or passes it over. base becomes the instant from which what follows counts.
func (w *walker) step(s *machine.Step) {
	if !w.flow.Holds(s.When, w.env) {
		w.pass(s, Passed{At: MillisOf(w.base), Skipped: true})
		return
	}
	switch act := s.Act.(type) {
	case *machine.Email:
		w.email(s, act)
	case *machine.Webhook:
		w.emit(Call{Step: s, Hook: act, Body: w.flow.values[act.Body](w.env), Round: w.roundLabel(s.Loops), Due: w.base, At: w.now})
		w.pass(s, Passed{At: MillisOf(w.base), Sent: true})
	default:
		panic(fmt.Sprintf("this is a bug in flowc: act %T", act))
	}
}

func (w *walker) pass(s *machine.Step, p Passed) {
	if w.j.Data.Steps == nil {
		w.j.Data.Steps = map[machine.Name]Passed{}
	}
	w.j.Data.Steps[s.Name] = p
}

// email passes a message through the gates and releases it, or records why it is dropped.
func (w *walker) email(s *machine.Step, mail *machine.Email) {
	due := w.base
	topic := w.known.Gate.Topics[mail.Topic]
	release := Release{
		Step: s, Email: mail, Letters: mail.Letters, Round: w.roundLabel(s.Loops), Due: due, At: w.now,
		Variant: w.j.Data.Arms[s.Within],
	}
	if mail.Experiment != nil {
		release.Variant = "" // it has one of its own, which is drawn on release
	}
	if why := w.known.Gate.gate(topic, due, w.now, w.env.Zone); why != "" {
		release.Dropped = why
		w.emit(release)
		w.pass(s, Passed{At: MillisOf(w.base), Skipped: true, Variant: release.Variant})
		return
	}
	if w.now.Sub(due) > outage {
		w.base = w.now
	}
	if test := mail.Experiment; test != nil {
		arm, held := w.draw(&test.Draw, s.Name)
		if held {
			w.pass(s, Passed{At: MillisOf(w.now)})
			return
		}
		release.Variant = arm
		for i, v := range test.Draw.Variants {
			if v.Name == arm && i < len(test.Variants) {
				release.Letters = test.Variants[i]
			}
		}
	}
	release.Text = w.known.Compose(w.env, &release)
	w.emit(release)
	w.pass(s, Passed{At: MillisOf(w.now), Sent: true, Variant: release.Variant})
}

// roundLabel is "0", or the rounds of the repeats around a node, the outermost first: "2.1".
func (w *walker) roundLabel(loops []machine.Name) string {
	if len(loops) == 0 {
		return "0"
	}
	parts := make([]string, len(loops))
	for i, name := range loops {
		parts[i] = strconv.Itoa(w.j.Data.Rounds[name].N)
	}
	return strings.Join(parts, ".")
}
