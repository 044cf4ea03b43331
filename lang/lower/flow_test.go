package lower

import (
	"slices"
	"testing"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

func at(address string, line int) ir.Place {
	return ir.Place{Address: address, Range: diag.Range{File: "f.flow.hcl", Start: diag.Pos{Line: line}}}
}

var always = &expr.Lit{Value: facts.BoolOf(true), T: facts.Of(facts.Bool)}

func delay(address string) *ir.Delay { return &ir.Delay{Place: at(address, 1), Hour: "10:00"} }

func lowered(t *testing.T, body ...ir.Node) *machine.Machine {
	t.Helper()
	p := Program(&ir.Program{Flows: []*ir.Flow{{
		Name: "f", Body: body, Trigger: ir.Trigger{Event: order.BuiltinEvents["order.placed"], AboutOrder: true, OncePer: ir.OnceOrder},
	}}})
	return p.Machines[0]
}

func names(m *machine.Machine) (out []machine.Name) {
	for _, s := range m.States {
		out = append(out, s.StateName())
	}
	return out
}

func TestABodyLeadsFromEachNodeToTheNextAndOut(t *testing.T) {
	m := lowered(t, delay("a"), delay("b"))
	if m.First != "a" || m.State("a").(*machine.Delay).Next != "b" || m.State("b").(*machine.Delay).Next != "" {
		t.Errorf("%v", names(m))
	}
}

func TestAFlowWithoutABodyBeginsNowhere(t *testing.T) {
	if m := lowered(t); m.First != "" || len(m.States) != 0 {
		t.Errorf("it begins in %q", m.First)
	}
}

func TestAUseIsNoStateAndAnEmptyOneIsPassed(t *testing.T) {
	m := lowered(t,
		&ir.Use{Place: at("empty", 1)},
		&ir.Use{Place: at("one", 2), Body: []ir.Node{&ir.Use{Place: at("one.none", 3)}, delay("one.a")}},
		&ir.Use{Place: at("last", 4)},
		delay("b"))
	if got, want := names(m), []machine.Name{"one.a", "b"}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if m.First != "one.a" || m.State("one.a").(*machine.Delay).Next != "b" {
		t.Errorf("it begins in %q", m.First)
	}
}

func TestWaysThatRunOutGoOnBelow(t *testing.T) {
	m := lowered(t,
		&ir.Branch{Place: at("b", 1), Cases: []ir.Case{
			{Name: "empty", When: always},
			{Name: "one", When: always, Body: []ir.Node{delay("x")}},
			{Name: "over", When: always, Body: []ir.Node{&ir.End{Place: at("", 9)}}},
		}},
		delay("below"))
	b := m.State("b").(*machine.Branch)
	var to []machine.Name
	for _, c := range b.Cases {
		to = append(to, c.To)
	}
	if want := []machine.Name{"below", "x", "b/over/end"}; !slices.Equal(to, want) || b.Default != "below" {
		t.Errorf("got %v and %q, want %v", to, b.Default, want)
	}
	if m.State("x").(*machine.Delay).Next != "below" {
		t.Error("the way of a case does not go on below")
	}
	if o := m.Origins["b/over/end"]; o.Line != 9 || o.File != "f.flow.hcl" {
		t.Errorf("the end stands in %+v", o)
	}
}

func TestARoundLeadsBackToItsRepeat(t *testing.T) {
	m := lowered(t,
		&ir.Repeat{Place: at("outer", 1), Times: 2, Body: []ir.Node{
			&ir.Repeat{Place: at("inner", 2), Times: 3, Body: []ir.Node{&ir.Step{Place: at("s", 3), Act: &ir.Webhook{Sender: "w"}}}},
		}},
		&ir.Repeat{Place: at("empty", 4), Times: 2})
	outer, inner, s := m.State("outer").(*machine.Repeat), m.State("inner").(*machine.Repeat), m.State("s").(*machine.Step)
	if outer.Body != "inner" || outer.Next != "empty" || inner.Body != "s" || inner.Next != "outer" || s.Next != "inner" {
		t.Errorf("outer %q %q, inner %q %q, s %q", outer.Body, outer.Next, inner.Body, inner.Next, s.Next)
	}
	if want := []machine.Name{"outer", "inner"}; !slices.Equal(s.Loops, want) || !slices.Equal(inner.Loops, want[:1]) || len(outer.Loops) != 0 {
		t.Errorf("the loops are %v, %v and %v", outer.Loops, inner.Loops, s.Loops)
	}
	if e := m.State("empty").(*machine.Repeat); e.Body != "empty" {
		t.Errorf("a round without a body leads to %q", e.Body)
	}
}

func TestWhoIsHeldOutGoesOnBelowAndSaltsNameTheAddress(t *testing.T) {
	m := lowered(t,
		&ir.Experiment{Place: at("u.e", 1), Draw: ir.Draw{Generation: 2, Holdout: 100_000, ByOrder: true, Variants: []ir.Share{{Name: "a", Weight: 1}, {Name: "b", Weight: 2}}},
			Bodies: [][]ir.Node{{&ir.Step{Place: at("u.s", 2), Act: &ir.Webhook{Sender: "w"}}}, nil}},
		delay("below"))
	e := m.State("u.e").(*machine.Experiment)
	if want := []machine.Name{"u.s", "below"}; !slices.Equal(e.To, want) || e.HeldOut != "below" {
		t.Errorf("got %v and %q, want %v", e.To, e.HeldOut, want)
	}
	if e.Draw.Salt != "f.u.e@2" || e.Draw.Address != "f.u.e" || e.Draw.Unit != "order" || e.Draw.Holdout != 100_000 {
		t.Errorf("the draw is %+v", e.Draw)
	}
	if s := m.State("u.s").(*machine.Step); s.Within != "u.e" || s.Next != "below" {
		t.Errorf("the step is within %q and goes on to %q", s.Within, s.Next)
	}
	if d := m.State("below"); d == nil {
		t.Error("nothing is below")
	}
}

func TestATimeOutGoesItsWayAndThenOn(t *testing.T) {
	match := ir.Match{Events: []string{"order.shipped", "order.delivered"}, About: ir.AboutOrder}
	m := lowered(t,
		&ir.Await{Place: at("w", 1), Match: match, Since: "s", OnTimeout: []ir.Node{delay("late"), &ir.End{Place: at("", 3)}}},
		&ir.Await{Place: at("v", 4), Match: match})
	w, v := m.State("w").(*machine.Await), m.State("v").(*machine.Await)
	if w.Next != "v" || w.OnTimeout != "late" || m.State("late").(*machine.Delay).Next != "w/on_timeout/end" {
		t.Errorf("w goes to %q, or %q", w.Next, w.OnTimeout)
	}
	if v.OnTimeout != "" || v.Next != "" {
		t.Errorf("v goes to %q, or %q", v.Next, v.OnTimeout)
	}
	if want := []string{"order.delivered", "order.shipped"}; !slices.Equal(w.Match.Events, want) || w.Match.About != machine.AboutOrder || w.Since != "s" {
		t.Errorf("w looks for %+v", w.Match)
	}
	if !slices.Equal(match.Events, []string{"order.shipped", "order.delivered"}) {
		t.Error("the tree was changed")
	}
}
