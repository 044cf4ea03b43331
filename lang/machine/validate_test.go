package machine_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
)

func step(p *machine.Program) *machine.Step    { return p.Machines[0].States[0].(*machine.Step) }
func mail(p *machine.Program) *machine.Email   { return step(p).Act.(*machine.Email) }
func delay(p *machine.Program) *machine.Delay  { return p.Machines[0].States[1].(*machine.Delay) }
func await(p *machine.Program) *machine.Await  { return p.Machines[0].States[2].(*machine.Await) }
func again(p *machine.Program) *machine.Repeat { return p.Machines[0].States[3].(*machine.Repeat) }
func split(p *machine.Program) *machine.Experiment {
	return p.Machines[0].States[7].(*machine.Experiment)
}

func TestValidateFindsEachMistake(t *testing.T) {
	truth := lit(facts.BoolOf(true))
	for name, c := range map[string]struct {
		want  string // in the error
		spoil func(p *machine.Program)
	}{
		"format":           {"format 9", func(p *machine.Program) { p.Format = 9 }},
		"no zone":          {"no timezone", func(p *machine.Program) { p.Project.Timezone = "" }},
		"no currency":      {"no currency", func(p *machine.Program) { p.Project.Currencies = nil }},
		"unsorted topics":  {"topics are not sorted", func(p *machine.Program) { p.Topics[0], p.Topics[1] = p.Topics[1], p.Topics[0] }},
		"two topics":       {"topics are not sorted", func(p *machine.Program) { p.Topics[0] = p.Topics[1] }},
		"two machines":     {"machines are not sorted", func(p *machine.Program) { p.Machines = append(p.Machines, p.Machines[0]) }},
		"no machine":       {"no machine", func(p *machine.Program) { p.Machines[0] = nil }},
		"kind of sender":   {"no kind", func(p *machine.Program) { p.Senders[0].Kind = "pigeon" }},
		"attribute":        {"attribute", func(p *machine.Program) { p.Attributes[0].Object = "item" }},
		"kind of property": {"a duration", func(p *machine.Program) { p.Events[0].Properties[1].Kind = facts.Duration }},
		"segment's kind":   {"is a string", func(p *machine.Program) { p.Segments[1].Where = say("x") }},
		"segment in itself": {"contains itself", func(p *machine.Program) {
			s := &expr.Segment{Name: "also"}
			s.Body = &expr.Unary{Op: expr.Not, X: s}
			p.Segments[0].Where = s
		}},
		"flow without a name":              {"no name", func(p *machine.Program) { p.Machines[0].Flow = "" }},
		"two states":                       {"two states", func(p *machine.Program) { delay(p).Name = "hello" }},
		"nameless state":                   {"no name", func(p *machine.Program) { delay(p).Name = "" }},
		"nil state":                        {"no state", func(p *machine.Program) { p.Machines[0].States[1] = nil }},
		"first":                            {"leads to", func(p *machine.Program) { p.Machines[0].First = "nowhere" }},
		"edge":                             {"leads to", func(p *machine.Program) { split(p).To[0] = "nowhere" }},
		"round":                            {"round for ever", func(p *machine.Program) { delay(p).Next = "hello" }},
		"round through a repeat's way out": {"round for ever", func(p *machine.Program) { again(p).Next = "wait" }},
		"no trigger":                       {"trigger", func(p *machine.Program) { p.Machines[0].Trigger.Event = "" }},
		"two triggers":                     {"trigger", func(p *machine.Program) { p.Machines[0].Trigger.Schedule = "* * * * *" }},
		"unknown event":                    {"no event", func(p *machine.Program) { p.Machines[0].Trigger.Event = "order.eaten" }},
		"unknown once":                     {"once per", func(p *machine.Program) { p.Machines[0].Trigger.OncePer = "week" }},
		"where":                            {"where is a", func(p *machine.Program) { p.Machines[0].Trigger.Where = say("x") }},
		"match without events":             {"no event", func(p *machine.Program) { p.Machines[0].Goals[0].Match.Events = nil }},
		"about":                            {"about", func(p *machine.Program) { p.Machines[0].Exits[0].Match.About = "me" }},
		"two goals":                        {"goal", func(p *machine.Program) { p.Machines[0].Goals = append(p.Machines[0].Goals, p.Machines[0].Goals[0]) }},
		"unknown goal":                     {"no goal", func(p *machine.Program) { split(p).Goal = "none" }},
		"step without an act":              {"without an act", func(p *machine.Program) { step(p).Act = nil }},
		"unknown topic":                    {"no topic", func(p *machine.Program) { mail(p).Topic = "none" }},
		"sender of another kind":           {"no sender", func(p *machine.Program) { mail(p).Sender = "care" }},
		"no letters":                       {"no letter", func(p *machine.Program) { mail(p).Letters = nil }},
		"no subject":                       {"subject is missing", func(p *machine.Program) { mail(p).Letters[0].Subject = nil }},
		"two languages":                    {"two letters", func(p *machine.Program) { mail(p).Letters[1].Locale = "" }},
		"no hole":                          {"no hole", func(p *machine.Program) { mail(p).Letters[0].Body.Holes = nil }},
		"hole of another kind":             {"is a number", func(p *machine.Program) { mail(p).Letters[0].Body.Holes[1] = lit(facts.Int(1)) }},
		"no block":                         {"no block", func(p *machine.Program) { mail(p).Letters[0].Body.Doc.Blocks[0] = nil }},
		"no inline": {"no inline", func(p *machine.Program) {
			mail(p).Letters[1].Body.Doc.Blocks = letter.Blocks{letter.Paragraph{Content: letter.Inlines{nil}}}
		}},
		"bold address": {"an address", func(p *machine.Program) {
			mail(p).Letters[1].Body.Doc.Blocks = letter.Blocks{letter.Button{To: letter.Target{Parts: letter.Inlines{letter.Strong{}}}}}
		}},
		"texts of variants":   {"1 texts for 2 variants", func(p *machine.Program) { mail(p).Experiment.Variants = mail(p).Experiment.Variants[:1] }},
		"loops":               {"no repeat", func(p *machine.Program) { step(p).Loops = []machine.Name{"wait"} }},
		"within":              {"no experiment", func(p *machine.Program) { step(p).Within = "wait" }},
		"when":                {"when is a", func(p *machine.Program) { step(p).When = say("x") }},
		"ill-typed when":      {"not a well-formed", func(p *machine.Program) { step(p).When = &expr.Unary{Op: expr.Not, X: say("x")} }},
		"delay for nothing":   {"waits for nothing", func(p *machine.Program) { *delay(p) = machine.Delay{Name: "wait", Next: "review"} }},
		"delay for and until": {"a span and an instant", func(p *machine.Program) { delay(p).Until = &expr.Root{Name: expr.RootNow, T: facts.Of(facts.Time)} }},
		"delay's kind":        {"for is a", func(p *machine.Program) { delay(p).For = truth }},
		"hour":                {"no hour", func(p *machine.Program) { delay(p).At = "25:00" }},
		"weekdays":            {"no weekdays", func(p *machine.Program) { delay(p).On = 255 }},
		"if past":             {"no choice", func(p *machine.Program) { delay(p).IfPast = "skip" }},
		"await for ever":      {"time-out", func(p *machine.Program) { await(p).Timeout = nil }},
		"since no step":       {"no step", func(p *machine.Program) { await(p).Since = "wait" }},
		"rounds":              {"0 rounds", func(p *machine.Program) { again(p).Times = 0 }},
		"every":               {"every is missing", func(p *machine.Program) { again(p).Every = nil }},
		"case":                {"a case is missing", func(p *machine.Program) { p.Machines[0].States[5].(*machine.Branch).Cases[0].When = nil }},
		"ways":                {"1 ways for 2 variants", func(p *machine.Program) { split(p).To = split(p).To[:1] }},
		"no variants":         {"0 variants", func(p *machine.Program) { split(p).Draw.Variants, split(p).To = nil, nil }},
		"two variants":        {"variant", func(p *machine.Program) { split(p).Draw.Variants[1].Name = "x" }},
		"no weight": {"weights", func(p *machine.Program) {
			split(p).Draw.Variants[0].Weight, split(p).Draw.Variants[1].Weight = 0, 0
		}},
		"weight":  {"a weight of", func(p *machine.Program) { split(p).Draw.Variants[0].Weight = -1 }},
		"holdout": {"a holdout of", func(p *machine.Program) { split(p).Draw.Holdout = facts.Scale + 1 }},
		"unit":    {"no unit", func(p *machine.Program) { split(p).Draw.Unit = "household" }},
		"salt":    {"without a salt", func(p *machine.Program) { split(p).Draw.Salt = "" }},
	} {
		p := sample()
		c.spoil(p)
		if err := machine.Validate(p); !errors.Is(err, machine.ErrProgram) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, c.want)
		}
	}
}

func TestAFlowWithoutABodyIsSound(t *testing.T) {
	p := sample()
	p.Machines[0].States, p.Machines[0].First, p.Machines[0].Origins = nil, "", nil
	if err := machine.Validate(p); err != nil {
		t.Error(err)
	}
}

func TestStatesAreFoundByNameBeforeAndAfterIndexing(t *testing.T) {
	m := sample().Machines[0]
	for range 2 {
		if s := m.State("wait"); s != m.States[1] || m.State("nowhere") != nil || m.Goal("reviewed") == nil || m.Goal("none") != nil {
			t.Errorf("found %v", s)
		}
		m.Index()
	}
}

func TestNeedsOfAMachine(t *testing.T) {
	n := sample().Machines[0].Needs()
	if want := (expr.Needs{Order: true}); !reflect.DeepEqual(n.Trigger, want) {
		t.Errorf("the trigger needs %+v, want %+v", n.Trigger, want)
	}
	if want := (expr.Needs{}); !reflect.DeepEqual(n.Matches, want) {
		t.Errorf("goals and exits need %+v, want %+v", n.Matches, want)
	}
	if want := (expr.Needs{Order: true, Item: true, Items: true, Reviews: true}); !reflect.DeepEqual(n.States["hello"], want) {
		t.Errorf("hello needs %+v, want %+v", n.States["hello"], want)
	}
	if want := (expr.Needs{Order: true}); !reflect.DeepEqual(n.States["again"], want) {
		t.Errorf("again needs %+v, want %+v", n.States["again"], want)
	}
	if want := (expr.Needs{Order: true, Item: true, Items: true, Reviews: true}); !reflect.DeepEqual(n.All, want) {
		t.Errorf("all needs %+v, want %+v", n.All, want)
	}
	p := sample()
	mail(p).Letters = []machine.Letter{{Subject: say("a"), Preheader: say("b"), Body: machine.Body{Doc: letter.Doc{Blocks: letter.Blocks{letter.OrderSummary{}}}}}}
	mail(p).Experiment, step(p).When = nil, nil
	if got, want := p.Machines[0].Needs().States["hello"], (expr.Needs{Order: true, Items: true}); !reflect.DeepEqual(got, want) {
		t.Errorf("the table of the order needs %+v, want %+v", got, want)
	}
}
