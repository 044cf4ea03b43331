package interp

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
)

// step does one act, or passes it over, and answers whether the journey waits in it. base becomes the instant from which what follows
// counts.
func (w *walker) step(s *machine.Step) (waits bool) {
	change, isUpdate := s.Act.(*machine.Update)
	if isUpdate && w.j.State == s.Name && w.j.Data.Held != 0 {
		w.pass(s, Passed{At: MillisOf(w.base), Sent: true}) // it was made before the journey was woken
		return false
	}
	mail, isMail := s.Act.(*machine.Email)
	if isMail {
		if w.queued(s, mail) {
			return true
		}
		if w.exitOnState() {
			return false
		}
	}
	if !w.flow.Holds(s.When, w.env) {
		w.pass(s, Passed{At: MillisOf(w.base), Skipped: true})
		return false
	}
	switch act := s.Act.(type) {
	case *machine.Email:
		return w.email(s, mail)
	case *machine.Webhook:
		w.emit(Call{Step: s, Hook: act, Body: w.flow.values[act.Body](w.env), Round: w.roundLabel(s.Loops), Due: w.base, At: w.now})
		w.pass(s, Passed{At: MillisOf(w.base), Sent: true})
	case *machine.Update:
		w.update(s, change)
		return true
	default:
		panic(fmt.Sprintf("this is a bug in flowc: act %T", act))
	}
	return false
}

// update changes the customer. What follows is to see the change, so the journey waits in the step, due at once, until everything is read
// again.
func (w *walker) update(s *machine.Step, u *machine.Update) {
	change := Update{Step: s, Attributes: map[string]facts.Value{}, Round: w.roundLabel(s.Loops), At: w.now}
	for _, a := range u.Attributes {
		change.Attributes[a.Name] = w.flow.values[a.Value](w.env)
	}
	if u.Tags != nil {
		for _, tag := range w.flow.values[u.Tags](w.env).List() {
			change.Tags = append(change.Tags, tag.Text())
		}
	}
	w.emit(change)
	w.hold(s, w.base, w.base)
}

// queued lets the journey wait in a step whose message competes for a cap, unless it is its turn.
func (w *walker) queued(s *machine.Step, mail *machine.Email) bool {
	if !w.known.Gate.Queue || w.turn || !w.known.Gate.Pressure.Capped(mail.Topic) {
		return false
	}
	w.hold(s, w.stepDue(s), w.base)
	return true
}

// stepDue is when the step was due: before any hold in it.
func (w *walker) stepDue(s *machine.Step) time.Time {
	if w.j.State == s.Name && w.j.Data.Held != 0 {
		return w.j.Data.Held.Time()
	}
	return w.base
}

// hold leaves the journey in the step until an instant.
func (w *walker) hold(s *machine.Step, due, until time.Time) {
	w.j.Data.Held = MillisOf(due)
	w.wait(s.Name, until)
}

func (w *walker) pass(s *machine.Step, p Passed) {
	if w.j.Data.Steps == nil {
		w.j.Data.Steps = map[machine.Name]Passed{}
	}
	w.j.Data.Steps[s.Name] = p
	w.j.Data.Held = 0
	w.turn = false
}

// email passes a message through the gates and releases it, records why it is dropped, or leaves the journey waiting.
func (w *walker) email(s *machine.Step, mail *machine.Email) (waits bool) {
	due := w.stepDue(s)
	topic := w.known.Gate.Topics[mail.Topic]
	release := Release{
		Step: s, Email: mail, Letters: mail.Letters, Round: w.roundLabel(s.Loops), Due: due, At: w.now,
		StaleAt: w.known.Gate.Pressure.StaleAt(s, topic, due, w.env.Zone), Variant: w.j.Data.Arms[s.Within],
	}
	if mail.Experiment != nil {
		release.Variant = "" // it has one of its own, which is drawn on release
	}
	verdict := w.gate(topic, release.StaleAt, w.letter(s, release.Round))
	if !verdict.until.IsZero() {
		w.hold(s, due, verdict.until)
		return true
	}
	if verdict.drop != "" {
		release.Dropped = verdict.drop
		w.emit(release)
		w.pass(s, Passed{At: MillisOf(w.base), Skipped: true, Variant: release.Variant})
		return false
	}
	if w.now.Sub(w.base) > outage {
		w.base = w.now
	}
	release.HeldOut = w.heldOut(topic)
	if test := mail.Experiment; test != nil && release.HeldOut == "" {
		arm, held := w.draw(&test.Draw, s.Name)
		if held {
			w.pass(s, Passed{At: MillisOf(w.now)})
			return false
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
	return false
}

// letter names a message among all of the program.
func (w *walker) letter(s *machine.Step, round string) string {
	return w.j.Flow + "\x00" + w.j.Key + "\x00" + string(s.Name) + "\x00" + round
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
