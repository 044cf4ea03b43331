package machine

import (
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// machineValidator checks one machine.
type machineValidator struct {
	*validator
	m     *Machine
	kinds map[Name]string // states by name
	goals map[string]bool
}

func (v *machineValidator) failIn(place Name, format string, args ...any) {
	v.fail("%s: "+format, append([]any{place}, args...)...)
}

func (v *machineValidator) needIn(ok bool, place Name, format string, args ...any) {
	if !ok {
		v.failIn(place, format, args...)
	}
}

// part checks an expression of a state.
func (v *machineValidator) part(place Name, what string, e expr.Expr, required bool, kinds ...facts.Kind) {
	v.expression(string(place), what, e, required, kinds...)
}

func (v *machineValidator) machine() {
	v.need(v.m.Flow != "", "a flow has no name")
	v.need(len(v.m.States) <= statesMax, "%d states", len(v.m.States))
	for _, s := range v.m.States {
		if s == nil {
			v.fail("no state where one belongs")
			return
		}
		name := s.StateName()
		v.needIn(name != "" && v.kinds[name] == "", name, "no name, or that of two states")
		v.kinds[name] = kindOf(s)
	}
	v.trigger(&v.m.Trigger)
	for _, g := range v.m.Goals {
		v.needIn(g.Name != "" && !v.goals[g.Name], Name(g.Name), "no goal's name, or that of two goals")
		v.goals[g.Name] = true
		v.match(Name(g.Name), g.Match)
	}
	for _, x := range v.m.Exits {
		v.needIn(x.Name != "", "", "an exit has no name")
		if x.When == nil {
			v.match(Name(x.Name), x.Match)
			continue
		}
		v.needIn(len(x.Match.Events) == 0, Name(x.Name), "an exit on an event and on a state")
		v.part(Name(x.Name), "when", x.When, true, facts.Bool)
	}
	v.needIn(v.m.Already == "" || v.m.Already == Parallel || v.m.Already == Ignore || v.m.Already == Restart, "flow", "already %q", v.m.Already)
	v.needIn(0 <= v.m.Holdout && v.m.Holdout <= facts.Scale, "flow", "a holdout of %d", v.m.Holdout)
	v.edge("", v.m.First)
	for _, s := range v.m.States {
		if v.err != nil {
			return
		}
		v.state(s)
	}
	v.rounds()
}

func (v *machineValidator) trigger(t *Trigger) {
	kinds := 0
	for _, is := range []bool{t.Event != "", t.Schedule != "", t.Segment != nil} {
		if is {
			kinds++
		}
	}
	v.needIn(kinds == 1, "trigger", "not one of an event, a schedule and a segment")
	v.needIn(t.Event == "" || v.types.Event(t.Event) != nil, "trigger", "no event %q", t.Event)
	v.needIn(t.OncePer == "" || slices.Contains([]Once{OnceOrder, OnceCustomer, OnceEvent, OnceSpan, OnceBelonging}, t.OncePer), "trigger", "once per %q", t.OncePer)
	v.needIn(t.Each == "" || t.AboutOrder && (t.Each == "item" || t.Each == "shipment"), "trigger", "each %q", t.Each)
	v.part("trigger", "where", t.Where, false, facts.Bool)
	v.part("trigger", "audience", t.Audience, false, facts.Bool)
	v.part("trigger", "segment", t.Segment, false, facts.Bool)
}

func (v *machineValidator) match(place Name, m Match) {
	v.needIn(len(m.Events) > 0, place, "it looks for no event")
	for _, e := range m.Events {
		v.needIn(v.types.Event(e) != nil, place, "no event %q", e)
	}
	v.needIn(m.About == AboutOrder || m.About == AboutCustomer || m.About == AsNamed, place, "about %q", m.About)
	v.part(place, "where", m.Where, false, facts.Bool)
}

// edge checks that an edge lands.
func (v *machineValidator) edge(from, to Name) {
	v.needIn(to == "" || v.kinds[to] != "", from, "it leads to %q, which is no state", to)
}

func (v *machineValidator) loops(from Name, loops []Name) {
	for _, l := range loops {
		v.needIn(v.kinds[l] == "repeat", from, "%q around it is no repeat", l)
	}
}

func (v *machineValidator) state(s State) {
	for _, to := range edges(s) {
		v.edge(s.StateName(), to)
	}
	switch s := s.(type) {
	case *Step:
		v.part(s.Name, "when", s.When, false, facts.Bool)
		v.loops(s.Name, s.Loops)
		v.needIn(s.Within == "" || v.kinds[s.Within] == "experiment", s.Name, "%q around it is no experiment", s.Within)
		v.act(s)
	case *Delay:
		v.delay(s)
	case *Await:
		v.match(s.Name, s.Match)
		v.needIn(s.Since == "" || v.kinds[s.Since] == "step", s.Name, "since %q, which is no step", s.Since)
		v.needIn((s.Timeout == nil) != (s.Until == nil), s.Name, "neither a time-out nor an instant, or both")
		v.part(s.Name, "timeout", s.Timeout, false, facts.Duration)
		v.part(s.Name, "until", s.Until, false, facts.Time)
		v.loops(s.Name, s.Loops)
	case *Branch:
		for _, k := range s.Cases {
			v.part(s.Name, "a case", k.When, true, facts.Bool)
		}
	case *Experiment:
		v.draw(s.Name, &s.Draw)
		v.goal(s.Name, s.Goal)
		v.needIn(len(s.To) == len(s.Draw.Variants), s.Name, "%d ways for %d variants", len(s.To), len(s.Draw.Variants))
	case *Repeat:
		v.part(s.Name, "every", s.Every, true, facts.Duration)
		v.part(s.Name, "while", s.While, false, facts.Bool)
		v.needIn(1 <= s.Times && s.Times <= roundsMax, s.Name, "%d rounds", s.Times)
		v.loops(s.Name, s.Loops)
	case *End:
	default:
		panic("this is a bug in flowc: an unknown state")
	}
}

func (v *machineValidator) delay(s *Delay) {
	v.needIn(s.For == nil || s.Until == nil, s.Name, "a span and an instant")
	v.needIn(s.For != nil || s.Until != nil || s.On != 0 || s.At != "", s.Name, "it waits for nothing")
	v.part(s.Name, "for", s.For, false, facts.Duration)
	v.part(s.Name, "until", s.Until, false, facts.Time)
	v.needIn(s.On < 1<<7, s.Name, "no weekdays %d", s.On)
	if s.At != "" {
		_, err := calendar.ParseClock(s.At)
		v.needIn(err == nil, s.Name, "no hour %q", s.At)
	}
	for _, then := range []IfPast{s.IfPast, s.IfMissing} {
		v.needIn(then == "" || then == Continue || then == EndThere, s.Name, "no choice %q", then)
	}
}

func (v *machineValidator) goal(place Name, name string) {
	v.needIn(name == "" || v.goals[name], place, "no goal %q", name)
}

// shareMax bounds a weight, in millionths, so that the sum of all cannot overflow.
const shareMax = 1_000_000_000 * facts.Scale

// variantsMax bounds the variants of a draw.
const variantsMax = 1_000

func (v *machineValidator) draw(place Name, d *Draw) {
	v.needIn(d.Salt != "" && d.Address != "", place, "a draw without a salt or an address")
	v.needIn(d.Unit == "customer" || d.Unit == "order", place, "no unit %q", d.Unit)
	v.needIn(0 <= d.Holdout && d.Holdout <= facts.Scale, place, "a holdout of %d", d.Holdout)
	v.needIn(len(d.Variants) > 0 && len(d.Variants) <= variantsMax, place, "%d variants", len(d.Variants))
	sum := int64(0)
	names := map[string]bool{}
	for _, s := range d.Variants {
		v.needIn(s.Name != "" && !names[s.Name], place, "no variant's name, or that of two: %q", s.Name)
		v.needIn(0 <= s.Weight && s.Weight <= shareMax, place, "a weight of %d", s.Weight)
		names[s.Name] = true
		sum += min(max(s.Weight, 0), shareMax) / variantsMax
	}
	v.needIn(slices.ContainsFunc(d.Variants, func(s Share) bool { return s.Weight > 0 }) && sum <= shareMax, place, "weights without a sum")
}

func (v *machineValidator) act(s *Step) {
	switch act := s.Act.(type) {
	case *Email:
		v.needIn(v.topics[act.Topic], s.Name, "no topic %q", act.Topic)
		v.needIn(v.senders[senderKey{SenderEmail, act.Sender}], s.Name, "no sender %q", act.Sender)
		v.letters(s.Name, act.Letters)
		if t := act.Experiment; t != nil {
			v.draw(s.Name, &t.Draw)
			v.goal(s.Name, t.Goal)
			v.needIn(len(t.Variants) == len(t.Draw.Variants), s.Name, "%d texts for %d variants", len(t.Variants), len(t.Draw.Variants))
			for _, letters := range t.Variants {
				v.letters(s.Name, letters)
			}
		}
	case *Webhook:
		v.needIn(v.senders[senderKey{SenderWebhook, act.Sender}], s.Name, "no sender %q", act.Sender)
		v.part(s.Name, "body", act.Body, false, facts.Object)
	case *Update:
		v.part(s.Name, "tags", act.Tags, false, facts.List)
		for _, a := range act.Attributes {
			i := slices.IndexFunc(v.p.Attributes, func(d expr.Attribute) bool { return d.Object == "customer" && d.Name == a.Name })
			v.needIn(i >= 0, s.Name, "no attribute %q of customers", a.Name)
			if i >= 0 {
				v.part(s.Name, a.Name, a.Value, true, v.p.Attributes[i].Kind)
			}
		}
	default:
		v.failIn(s.Name, "a step without an act")
	}
}

// edges are where a state leads to.
func edges(s State) []Name {
	switch s := s.(type) {
	case *Step:
		return []Name{s.Next}
	case *Delay:
		return []Name{s.Next}
	case *Await:
		return []Name{s.Next, s.OnTimeout}
	case *Branch:
		to := []Name{s.Default}
		for _, k := range s.Cases {
			to = append(to, k.To)
		}
		return to
	case *Experiment:
		return append([]Name{s.HeldOut}, s.To...)
	case *Repeat:
		return []Name{s.Next, s.Body}
	case *End:
		return nil
	default:
		panic("this is a bug in flowc: an unknown state")
	}
}

// rounds fails where a journey could go round other than through a repeat, which counts its rounds: what is left without the edges from
// repeats into their bodies must have no cycle. Every way then comes to an end, or to a state that leads out.
func (v *machineValidator) rounds() {
	if v.err != nil {
		return
	}
	states := make(map[Name]State, len(v.m.States))
	for _, s := range v.m.States {
		states[s.StateName()] = s
	}
	const under, done = 1, 2
	seen := map[Name]int{}
	type frame struct {
		name Name
		to   []Name
	}
	for _, s := range v.m.States {
		stack := []frame{{name: s.StateName(), to: onward(s)}}
		if seen[s.StateName()] != 0 {
			continue
		}
		seen[s.StateName()] = under
		for len(stack) > 0 {
			top := &stack[len(stack)-1]
			if len(top.to) == 0 {
				seen[top.name] = done
				stack = stack[:len(stack)-1]
				continue
			}
			next := top.to[0]
			top.to = top.to[1:]
			switch {
			case next == "" || seen[next] == done:
			case seen[next] == under:
				v.failIn(next, "a journey could go round for ever")
				return
			default:
				seen[next] = under
				stack = append(stack, frame{next, onward(states[next])})
			}
		}
	}
}

// onward are the edges of a state without that into the body of a repeat.
func onward(s State) []Name {
	if r, ok := s.(*Repeat); ok {
		return []Name{r.Next}
	}
	return edges(s)
}
