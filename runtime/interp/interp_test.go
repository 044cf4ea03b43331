package interp

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

func span(t *testing.T, text string) expr.Expr {
	t.Helper()
	s, err := calendar.ParseSpan(text)
	if err != nil {
		t.Fatal(err)
	}
	return &expr.Lit{Value: facts.SpanOf(facts.Span(s)), T: facts.Of(facts.Duration)}
}

func truth(b bool) expr.Expr {
	return &expr.Lit{Value: facts.BoolOf(b), T: facts.Of(facts.Bool)}
}

func letter(name, next string) *machine.Step {
	text := &expr.Lit{Value: facts.StringOf(name), T: facts.Of(facts.String)}
	return &machine.Step{
		Name: machine.Name(name), Next: machine.Name(next),
		Act: &machine.Email{Topic: "tips", Letters: []machine.Letter{{Subject: text, Preheader: text}}},
	}
}

func reached(goal string) expr.Expr {
	return &expr.Node{Kind: expr.NodeGoal, Name: goal, Field: "reached", T: facts.Of(facts.Bool)}
}

// person is one customer whose journey a test walks.
type person struct {
	flow   *Flow
	j      Journey
	events []*order.Event
	gate   Gate
	log    []string
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newPerson(m *machine.Machine) *person {
	m.Flow = "f"
	trigger := &order.Event{Seq: 1, Source: "s", ID: "e1", Type: "order.placed", At: start, Customer: "c1", Order: "o1"}
	return &person{
		flow: Prepare(m), events: []*order.Event{trigger},
		j: Journey{Flow: "f", Key: "o1", Customer: "c1", Order: "o1", Entered: start, Data: Data{Trigger: 1}},
		gate: Gate{Pressure: &Pressure{}, Address: "ada@example.test", Topics: map[string]machine.Topic{
			"tips": {Name: "tips", Marketing: true, OptOut: true}, "offers": {Name: "offers", Marketing: true}, "orders": {Name: "orders"},
		}},
	}
}

func (p *person) known() *Known {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return &Known{
		Env: &expr.Env{Zone: zone}, Events: p.events, Gate: p.gate,
		EventBySeq: func(seq int64) *order.Event {
			for _, ev := range p.events {
				if ev.Seq == seq {
					return ev
				}
			}
			return nil
		},
		Draw:    func(string, string, string) (string, bool) { return "", false },
		Compose: func(*expr.Env, *Release) Text { return Text{} },
	}
}

func (p *person) advance(in Input, now time.Time) {
	next, effects := Advance(p.flow, p.j, in, p.known(), now)
	p.j = next
	for _, eff := range effects {
		p.log = append(p.log, describe(eff))
	}
}

func describe(eff Effect) string {
	at := func(t time.Time) string { return t.Sub(start).String() }
	switch eff := eff.(type) {
	case Release:
		s := fmt.Sprintf("%s %s#%s", at(eff.At), eff.Step.Name, eff.Round)
		if eff.Dropped != "" {
			s += " dropped " + eff.Dropped
		}
		return s
	case Call:
		return fmt.Sprintf("%s call %s", at(eff.At), eff.Step.Name)
	case Drawn:
		return fmt.Sprintf("%s drawn %s", at(eff.At), eff.Node)
	case Reached:
		return fmt.Sprintf("%s reached %s", at(eff.At), eff.Goal)
	case Entered:
		return at(eff.At) + " entered"
	case Ended:
		return strings.TrimSpace(fmt.Sprintf("%s ended %s", at(eff.At), eff.Reason))
	default:
		panic("an effect that the test does not know")
	}
}

// wakeUntil wakes the journey at each due time up to the end.
func (p *person) wakeUntil(end time.Time) {
	for !p.j.Due.IsZero() && !p.j.Due.After(end) {
		p.advance(Wake{}, p.j.Due)
	}
}

func (p *person) happens(seq int64, kind string, after time.Duration) {
	ev := &order.Event{Seq: seq, Source: "s", ID: fmt.Sprint("e", seq), Type: kind, At: start.Add(after), Customer: "c1", Order: "o1"}
	p.events = append(p.events, ev)
	p.advance(Happened{Event: ev}, ev.At)
}

func (p *person) want(t *testing.T, want ...string) {
	t.Helper()
	if got, want := strings.Join(p.log, "\n"), strings.Join(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

const day = 24 * time.Hour

func TestAdvanceDelayCountsFromWhenItWasDueNotFromWhenTheRunnerLooked(t *testing.T) {
	p := newPerson(&machine.Machine{First: "d", States: []machine.State{
		&machine.Delay{Name: "d", Next: "e", For: span(t, "2d")}, &machine.Delay{Name: "e", Next: "m", For: span(t, "1d")}, letter("m", ""),
	}})
	p.advance(Enter{From: start}, start)
	p.advance(Wake{}, start.Add(2*day+40*time.Minute))
	p.wakeUntil(start.Add(10 * day))
	p.want(t, "0s entered", "72h0m0s m#0", "72h0m0s ended")
}

func TestAdvanceAfterAnOutageLaterWaitsCountFromTheRelease(t *testing.T) {
	p := newPerson(&machine.Machine{First: "d", States: []machine.State{
		&machine.Delay{Name: "d", Next: "m", For: span(t, "2d")}, letter("m", "e"), &machine.Delay{Name: "e", Next: "n", For: span(t, "1d")}, letter("n", ""),
	}})
	p.advance(Enter{From: start}, start)
	p.advance(Wake{}, start.Add(2*day+3*time.Hour))
	p.wakeUntil(start.Add(10 * day))
	p.want(t, "0s entered", "51h0m0s m#0", "75h0m0s n#0", "75h0m0s ended")
}

func TestAdvanceDropsWhatIsStaleAndGoesOn(t *testing.T) {
	p := newPerson(&machine.Machine{First: "d", States: []machine.State{&machine.Delay{Name: "d", Next: "m", For: span(t, "2d")}, letter("m", "")}})
	p.advance(Enter{From: start}, start)
	p.advance(Wake{}, start.Add(9*day))
	p.want(t, "0s entered", "216h0m0s m#0", "216h0m0s ended")

	late := newPerson(&machine.Machine{First: "d", States: []machine.State{&machine.Delay{Name: "d", Next: "m", For: span(t, "2d")}, letter("m", "")}})
	late.advance(Enter{From: start}, start)
	late.advance(Wake{}, start.Add(9*day+time.Second))
	late.want(t, "0s entered", "216h0m1s m#0 dropped stale", "216h0m1s ended")
}

func TestAdvanceGatesAreReadInOrder(t *testing.T) {
	for _, c := range []struct {
		name string
		gate func(*Gate)
		want string
	}{
		{"no address", func(g *Gate) { g.Address, g.Suppressed = "", true }, "no_address"},
		{"suppressed", func(g *Gate) { g.Suppressed, g.Choices = true, map[string]bool{"tips": false} }, "suppressed"},
		{"denied", func(g *Gate) { g.Choices = map[string]bool{"tips": false} }, "no_consent"},
		{"denied everything", func(g *Gate) { g.Choices = map[string]bool{"*": false} }, "no_consent"},
	} {
		p := newPerson(&machine.Machine{First: "m", States: []machine.State{letter("m", "")}})
		c.gate(&p.gate)
		p.advance(Enter{From: start}, start)
		p.want(t, "0s entered", "0s m#0 dropped "+c.want, "0s ended")
	}
}

func TestConsentedFollowsTheTopicsDefaultUntilSomebodyChooses(t *testing.T) {
	in, out, owed := machine.Topic{Name: "a", Marketing: true}, machine.Topic{Name: "a", Marketing: true, OptOut: true}, machine.Topic{Name: "a"}
	for _, c := range []struct {
		topic   machine.Topic
		choices map[string]bool
		want    bool
	}{
		{in, nil, false}, {out, nil, true}, {owed, map[string]bool{"*": false, "a": false}, true}, {in, map[string]bool{"a": true}, true},
		{out, map[string]bool{"b": false}, true}, {in, map[string]bool{"*": true}, true}, {out, map[string]bool{"*": false}, false},
		{in, map[string]bool{"*": false, "a": true}, true},
	} {
		if got := Consented(c.topic, c.choices, true); got != c.want {
			t.Errorf("Consented(%+v, %v) = %v, want %v", c.topic, c.choices, got, c.want)
		}
	}
}

func awaiting(t *testing.T, since machine.Name) *machine.Machine {
	return &machine.Machine{First: "d", States: []machine.State{
		&machine.Delay{Name: "d", Next: "w", For: span(t, "5d")},
		&machine.Await{Name: "w", Next: "m", OnTimeout: "late", Since: since, Timeout: span(t, "14d"), Match: machine.Match{Events: []string{"order.delivered"}, About: machine.AboutOrder}},
		letter("m", ""), letter("late", "m"),
	}}
}

func TestAdvanceAwaitMeetsAnEventThatCameEarly(t *testing.T) {
	p := newPerson(awaiting(t, ""))
	p.advance(Enter{From: start}, start)
	p.happens(2, "order.delivered", 2*day)
	p.wakeUntil(start.Add(90 * day))
	p.want(t, "0s entered", "120h0m0s m#0", "120h0m0s ended")
}

func TestAdvanceAwaitTimesOutAndAnEventAtThatInstantStillMeetsIt(t *testing.T) {
	p := newPerson(awaiting(t, ""))
	p.advance(Enter{From: start}, start)
	p.wakeUntil(start.Add(90 * day))
	p.want(t, "0s entered", "456h0m0s late#0", "456h0m0s m#0", "456h0m0s ended")

	met := newPerson(awaiting(t, ""))
	met.advance(Enter{From: start}, start)
	met.wakeUntil(start.Add(5 * day))
	met.happens(2, "order.delivered", 19*day)
	met.want(t, "0s entered", "456h0m0s m#0", "456h0m0s ended")
}

func TestAdvanceAwaitIgnoresAnEventLaterThanItsTimeout(t *testing.T) {
	p := newPerson(awaiting(t, ""))
	p.advance(Enter{From: start}, start)
	p.wakeUntil(start.Add(5 * day))
	p.happens(2, "order.delivered", 19*day+time.Second) // the runner had not looked yet
	p.advance(Wake{}, start.Add(19*day+2*time.Second))
	p.want(t, "0s entered", "456h0m2s late#0", "456h0m2s m#0", "456h0m2s ended")
}

func TestAdvanceExitEndsAtOnceAndGoalsComeFirst(t *testing.T) {
	about := func(kind string) machine.Match {
		return machine.Match{Events: []string{kind}, About: machine.AboutOrder}
	}
	build := func(ends bool, goal, exit int) *person {
		return newPerson(&machine.Machine{
			First: "d", States: []machine.State{&machine.Delay{Name: "d", For: span(t, "30d")}},
			Goals: []machine.Goal{{Name: "g", Ordinal: goal, Match: about("review.submitted"), Within: facts.Span{Days: 9}, Ends: ends}},
			Exits: []machine.Exit{{Name: "x", Ordinal: exit, Match: about("review.submitted")}},
		})
	}
	p := build(false, 1, 2)
	p.advance(Enter{From: start}, start)
	p.happens(2, "review.submitted", 3*day)
	p.want(t, "0s entered", "72h0m0s reached g", "72h0m0s ended x")

	first := build(true, 1, 2)
	first.advance(Enter{From: start}, start)
	first.happens(2, "review.submitted", 3*day)
	first.want(t, "0s entered", "72h0m0s reached g", "72h0m0s ended g")
}

func TestAdvanceGoalIsWatchedAfterTheEndUntilItsWindowCloses(t *testing.T) {
	build := func() *person {
		return newPerson(&machine.Machine{Goals: []machine.Goal{
			{Name: "g", Match: machine.Match{Events: []string{"review.submitted"}, About: machine.AboutOrder}, Within: facts.Span{Days: 10}},
		}})
	}
	p := build()
	p.advance(Enter{From: start}, start)
	p.happens(2, "review.submitted", 10*day)
	p.want(t, "0s entered", "0s ended", "240h0m0s reached g")
	late := build()
	late.advance(Enter{From: start}, start)
	late.happens(2, "review.submitted", 10*day+time.Second)
	late.want(t, "0s entered", "0s ended")
}

func TestAdvanceRepeatWaitsReadsWhileAndNumbersItsRounds(t *testing.T) {
	inner := letter("m", "r")
	inner.Loops = []machine.Name{"r"}
	p := newPerson(&machine.Machine{First: "r", States: []machine.State{
		&machine.Repeat{Name: "r", Every: span(t, "7d"), Times: 3, While: &expr.Unary{Op: expr.Not, X: reached("g")}, Body: "m", Next: "after"}, inner, letter("after", ""),
	}, Goals: []machine.Goal{{Name: "g", Match: machine.Match{Events: []string{"review.submitted"}, About: machine.AboutOrder}, Within: facts.Span{Days: 60}}}})
	p.advance(Enter{From: start}, start)
	p.wakeUntil(start.Add(14 * day))
	p.happens(2, "review.submitted", 15*day)
	p.wakeUntil(start.Add(90 * day))
	p.want(t, "0s entered", "168h0m0s m#1", "336h0m0s m#2", "360h0m0s reached g", "504h0m0s after#0", "504h0m0s ended")
}

func TestAdvanceStepWhoseConditionIsFalseIsPassedOver(t *testing.T) {
	skipped := letter("m", "n")
	skipped.When = truth(false)
	p := newPerson(&machine.Machine{First: "m", States: []machine.State{skipped, letter("n", "e"), &machine.End{Name: "e"}}})
	p.advance(Enter{From: start}, start)
	p.want(t, "0s entered", "0s n#0", "0s ended end")
}

func TestAdvanceAnotherOrdersEventIsNotThisJourneys(t *testing.T) {
	p := newPerson(&machine.Machine{First: "d", States: []machine.State{&machine.Delay{Name: "d", For: span(t, "30d")}},
		Exits: []machine.Exit{{Name: "x", Match: machine.Match{Events: []string{"order.refunded"}, About: machine.AboutOrder}}}})
	p.advance(Enter{From: start}, start)
	p.advance(Happened{Event: &order.Event{Seq: 9, Type: "order.refunded", At: start.Add(day), Customer: "c1", Order: "o2"}}, start.Add(day))
	p.want(t, "0s entered")
	p.advance(Happened{Event: &order.Event{Seq: 10, Type: "order.refunded", At: start.Add(day), Customer: "c1"}}, start.Add(day))
	p.want(t, "0s entered", "24h0m0s ended x")
}

func TestAssignTakesSharesInProportionAndHoldsOutFirst(t *testing.T) {
	d := &machine.Draw{
		Salt: "f.x@1", Address: "f.x", Unit: "customer", Holdout: facts.Scale / 10,
		Variants: []machine.Share{{Name: "a", Weight: 3 * facts.Scale}, {Name: "b", Weight: facts.Scale}},
	}
	n := map[string]int{}
	const people = 20_000
	for i := range people {
		n[Assign(d, fmt.Sprint("c", i))]++
	}
	// Three standard deviations of a binomial share.
	for name, share := range map[string]float64{"": 0.1, "a": 0.675, "b": 0.225} {
		if got := float64(n[name]) / people; got < share-0.011 || got > share+0.011 {
			t.Errorf("variant %q has a share of %.4f, want about %.4f", name, got, share)
		}
	}
	again := *d
	again.Variants = []machine.Share{{Name: "a", Weight: 30 * facts.Scale}, {Name: "b", Weight: 10 * facts.Scale}}
	for i := range 100 {
		if unit := fmt.Sprint("c", i); Assign(d, unit) != Assign(&again, unit) {
			t.Errorf("weights in the same proportion move %s", unit)
		}
	}
}

func TestAdvanceLeavesTheJourneyItWasGivenAsItWas(t *testing.T) {
	p := newPerson(awaiting(t, ""))
	p.advance(Enter{From: start}, start)
	p.wakeUntil(start.Add(5 * day))
	before := p.j
	ev := &order.Event{Seq: 2, Type: "order.delivered", At: start.Add(6 * day), Customer: "c1", Order: "o1"}
	first, effects := Advance(p.flow, before, Happened{Event: ev}, p.known(), ev.At)
	second, again := Advance(p.flow, before, Happened{Event: ev}, p.known(), ev.At)
	if fmt.Sprint(first) != fmt.Sprint(second) || len(effects) != len(again) {
		t.Errorf("the same arguments gave %v and %v", first, second)
	}
	if len(before.Data.Awaits) != 0 || len(first.Data.Awaits) != 1 {
		t.Errorf("awaits before %v, after %v", before.Data.Awaits, first.Data.Awaits)
	}
}

func TestAdvanceEventOfAnotherOrderConcernsThisJourneyOnlyWhereItIsAboutTheCustomer(t *testing.T) {
	for _, c := range []struct {
		about       machine.About
		kind, order string
		want        bool
	}{
		{machine.AsNamed, "return.requested", "o2", false}, {machine.AsNamed, "review.submitted", "o2", false},
		{machine.AsNamed, "review.submitted", "o1", true}, {machine.AsNamed, "review.submitted", "", true},
		{machine.AsNamed, "order.placed", "o2", true}, {machine.AsNamed, "order.placed", "o1", false},
		{machine.AboutOrder, "order.placed", "o2", false}, {machine.AboutOrder, "review.submitted", "o2", false},
		{machine.AboutCustomer, "review.submitted", "o2", true}, {machine.AboutCustomer, "return.requested", "o2", true},
	} {
		p := newPerson(&machine.Machine{First: "d", States: []machine.State{&machine.Delay{Name: "d", For: span(t, "30d")}},
			Exits: []machine.Exit{{Name: "x", Match: machine.Match{Events: []string{"return.requested", "review.submitted", "order.placed"}, About: c.about}}}})
		p.advance(Enter{From: start}, start)
		p.advance(Happened{Event: &order.Event{Seq: 9, Type: c.kind, At: start.Add(day), Customer: "c1", Order: c.order}}, start.Add(day))
		if got := p.j.Over == Left; got != c.want {
			t.Errorf("about %s: %s of order %q ends the journey of o1: %v, want %v", c.about, c.kind, c.order, got, c.want)
		}
	}
}
