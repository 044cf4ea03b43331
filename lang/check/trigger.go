package check

import (
	"fmt"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// trigger checks who enters, and finds out whether the flow's journeys have an order.
func (f *flow) trigger() {
	f.out.Trigger.EnterWithin = f.enterWithin
	t := f.ast.Trigger
	if t == nil {
		f.ordered = true
		f.base = f.anyRoots()
		return
	}
	if span, ok := f.span(f.world.Scope(), t.EnterWithin, "entering"); ok {
		f.out.Trigger.EnterWithin = span
	}
	if t.Event == nil && t.Schedule != nil {
		f.onSchedule(t)
		return
	}
	f.onEvent(t)
}

// onEvent checks a trigger that an event sets off.
func (f *flow) onEvent(t *ast.Trigger) {
	out := &f.out.Trigger
	event, sure := f.triggerEvent(t)
	f.known = sure
	f.ordered = event == nil || event.AboutOrder
	if event != nil {
		f.whyNot = fmt.Sprintf("This flow starts with %s, which is about a customer and no one order, so there is no order here. customer.orders are all orders of the customer.", event.Name)
	}
	f.base = f.roots(event)
	if event == nil {
		f.base = f.anyRoots()
	}
	out.Event, out.AboutOrder = event, f.ordered
	scope := f.base
	if event != nil {
		scope = scope.WithRoot(expr.RootEvent, facts.ObjectTypeOf(event.Type))
		out.Where = f.condition(scope, t.Where, "the condition of the trigger")
	}
	f.misplaced(t.Audience, "audience is for a trigger with a schedule. Here, where says who enters: where = segment.NAME.")
	f.oncePer(t)
}

// triggerEvent is the event of a trigger. Where it is misspelt the nearest is taken for what follows, and it is not sure.
func (f *flow) triggerEvent(t *ast.Trigger) (event *order.EventType, sure bool) {
	if _, several := unwrapped(readable(t.Event)).(*hclsyntax.TupleConsExpr); several {
		f.report("F0301", t.Event.Range, "One event starts a flow, and here is a list. Write one of them as a text, such as \"order.placed\", and a flow for each of the others; a fragment holds what they share.")
		return nil, false
	}
	v, ok := f.value(f.world.Scope(), t.Event, typing.Want{Kind: facts.String, For: "the event of the trigger", Example: `"order.placed"`})
	if !ok {
		return nil, false
	}
	return f.eventNamed(said{v.Text(), t.Event.Range})
}

// misplaced reports an argument that belongs to the other kind of trigger.
func (f *flow) misplaced(a *ast.Arg, say string) {
	if a != nil {
		f.report("F0407", a.NameRange, "%s", say)
	}
}

// oncePer reads for what a customer enters at most once.
func (f *flow) oncePer(t *ast.Trigger) {
	out := &f.out.Trigger
	if t.OncePer == nil {
		out.OncePer = ir.OnceOrder
		if f.known && !f.ordered && f.complete(&t.Block) {
			f.report("F0408", t.Header, "The event %s is not about an order, so the trigger says how often one customer enters. Write once_per = \"customer\" (once for ever), \"event\" (with each event) or a time such as \"90d\" (at most once in it).", out.Event.Name)
		}
		return
	}
	v, ok := f.value(f.world.Scope(), t.OncePer, typing.Want{Kind: facts.String, For: "once_per", Example: `"90d"`})
	if !ok {
		return
	}
	words := []string{string(ir.OnceOrder), string(ir.OnceCustomer), string(ir.OnceEvent)}
	text := v.Text()
	switch ir.OncePer(text) {
	case ir.OnceOrder:
		out.OncePer = ir.OnceOrder
		if f.known && !f.ordered {
			f.report("F0408", t.OncePer.Range, "The event %s is not about an order, so there is none to count by. Write once_per = \"customer\", \"event\" or a time such as \"90d\".", out.Event.Name)
		}
		return
	case ir.OnceCustomer, ir.OnceEvent:
		out.OncePer = ir.OncePer(text)
		return
	}
	span, err := calendar.ParseSpan(text)
	switch {
	case err == nil && span.IsZero():
		f.report("F0501", t.OncePer.Range, "A time of 0 lets everybody in again at once. Write once_per = \"event\" if that is meant.")
	case err == nil:
		out.OncePer, out.Again = ir.OnceSpan, span
	case strings.ContainsAny(text, "0123456789"):
		f.report("F0502", t.OncePer.Range, "%s.", capitalised(err.Error()))
	default:
		if near, ok := language.Nearest(text, words); ok {
			f.fix("F0434", t.OncePer.Range, quoted(near), "%s is no word for once_per. Did you mean %s?", quoted(text), quoted(near))
			return
		}
		f.report("F0434", t.OncePer.Range, "%s is no word for once_per. Write %s, or a time such as \"90d\".", quoted(text), alternatives(words))
	}
}

// onSchedule checks a trigger that the calendar sets off, for all customers of its audience.
func (f *flow) onSchedule(t *ast.Trigger) {
	out := &f.out.Trigger
	f.known = true
	f.whyNot = "This flow starts on a schedule, for customers and not for their orders, so there is no order here. customer.orders are all orders of the customer."
	f.base = f.roots(nil).Because("trigger", "This flow starts on a schedule, so there is no event that started it.")
	if spec, ok := f.text(f.world.Scope(), t.Schedule, "the schedule"); ok {
		if problem := cronProblem(spec); problem != "" {
			f.report("F0504", t.Schedule.Range, "%s", problem)
		} else {
			out.Schedule = strings.Join(strings.Fields(spec), " ")
		}
	}
	if t.Audience == nil && t.Where == nil && f.complete(&t.Block) { // of a where it is said below that it should be the audience
		f.report("F0406", t.Header, "On a schedule all customers of an audience enter, and this trigger does not say which. Write audience = segment.NAME.")
	}
	out.Audience = f.condition(f.checker.audience(), t.Audience, "the audience")
	f.misplaced(t.Where, "where reads the event that starts a journey, and a schedule has none. Say who enters in audience: audience = segment.NAME.")
	f.misplaced(t.OncePer, "once_per counts events, and a schedule has none: each customer of the audience enters once each time.")
}
