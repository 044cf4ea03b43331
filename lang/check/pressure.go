package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// limitMax and surgeMax bound what is no limit any more.
const (
	limitMax = 1_000_000_000
	surgeMax = 1000
)

// capMax bounds a cap: who gets more in any time has no cap.
const capMax = 1000

// priorityMax bounds a priority on both sides.
const priorityMax = 1000

// pressure checks what keeps messages from people, over all flows. It comes after the segments, which exclude names.
func (c *checker) pressure() {
	p, out := c.project, &c.out.Pressure
	s := c.world.Scope()
	if d := p.Defaults; d != nil {
		out.StaleAfter, _ = c.span(s, d.StaleAfter, "how late a message may go out")
		out.Exclude = c.condition(c.audience(), d.Exclude, "who gets no marketing")
	}
	caps := newNames("cap", "a project")
	for _, a := range p.Caps {
		c.take(caps, a.Name)
		out.Caps = append(out.Caps, c.cap(s, a))
	}
	if q := p.Quiet; q != nil {
		out.Quiet = c.quietHours(s, q)
	}
	if l := p.Limits; l != nil {
		out.Limits.PerTick, _ = c.whole(s, l.PerTick, 1, limitMax, "the messages of one look")
		out.Limits.PerHour, _ = c.whole(s, l.PerHour, 1, limitMax, "the messages of an hour")
		out.Limits.PerDay, _ = c.whole(s, l.PerDay, 1, limitMax, "the messages of a day")
		out.Limits.Surge, _ = c.whole(s, l.Surge, 2, surgeMax, "the surge")
	}
	blackouts := newNames("blackout", "a project")
	for _, b := range p.Blackouts {
		c.take(blackouts, b.Name)
		out.Blackouts = append(out.Blackouts, c.blackout(s, b))
	}
	holdouts := newNames("holdout", "a project")
	for _, h := range p.Holdouts {
		c.take(holdouts, h.Name)
		out.Holdouts = append(out.Holdouts, c.holdout(s, h))
	}
}

func (c *checker) cap(s *typing.Scope, a *ast.Cap) ir.Cap {
	out := ir.Cap{Name: a.Name.Name, Topics: c.topicList(a.Topics, "")}
	out.Limit, _ = c.whole(s, a.Limit, 1, capMax, "the limit")
	out.Per, _ = c.span(s, a.Per, "the time of the cap")
	full, _ := c.word(s, a.WhenFull, "when_full", "delay", "skip")
	out.Skip = full == "skip"
	return out
}

func (c *checker) quietHours(s *typing.Scope, q *ast.QuietHours) *calendar.Window {
	from, ok1 := c.clock(s, q.From, "the beginning of the quiet hours")
	to, ok2 := c.clock(s, q.To, "the end of the quiet hours")
	if !ok1 || !ok2 {
		return nil
	}
	if from == to {
		c.report("F0509", q.To.Range, "The quiet hours begin and end at %s, so there are none. Write another hour, or take the block out.", from)
		return nil
	}
	return &calendar.Window{From: from, To: to}
}

func (c *checker) clock(s *typing.Scope, a *ast.Arg, place string) (calendar.Clock, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.String, For: place, Example: `"10:00"`})
	if !ok {
		return calendar.Clock{}, false
	}
	clock, err := calendar.ParseClock(v.Text())
	if err != nil {
		c.report("F0507", a.Range, "%s.", capitalised(err.Error()))
		return calendar.Clock{}, false
	}
	return clock, true
}

func (c *checker) blackout(s *typing.Scope, b *ast.Blackout) ir.Blackout {
	out := ir.Blackout{Name: b.Name.Name}
	from, ok1 := c.day(s, b.From, "the first day of the blackout")
	to, ok2 := c.day(s, b.To, "the last day of the blackout")
	out.From, out.To = from, to
	if ok1 && ok2 && to.Compare(from) < 0 {
		c.report("F0509", b.To.Range, "This blackout ends on %s, before it begins on %s. to is its last day; write one that is not before the first.", to, from)
	}
	if b.Allow != nil {
		out.Allow = c.topicList(b.Allow, "")
	}
	out.Spread, _ = c.span(s, b.Spread, "what was held")
	return out
}

func (c *checker) day(s *typing.Scope, a *ast.Arg, place string) (calendar.Date, bool) {
	v, ok := c.value(s, a, typing.Want{Kind: facts.String, For: place, Example: `"2026-11-27"`})
	if !ok {
		return calendar.Date{}, false
	}
	date, err := calendar.ParseDate(v.Text())
	if err != nil {
		c.report("F0508", a.Range, "%s.", capitalised(err.Error()))
		return calendar.Date{}, false
	}
	return date, true
}

func (c *checker) holdout(s *typing.Scope, h *ast.Holdout) ir.Holdout {
	out := ir.Holdout{Name: h.Name.Name, Topics: c.topicList(h.Topics, "A holdout never keeps back what is owed with an order.")}
	out.Size, _ = c.share(s, h.Size, "the holdout")
	return out
}

// marketingTopics are all of them that the project has.
func (c *checker) marketingTopics() (list []string) {
	for _, name := range c.world.Topics {
		if c.topics[name].Marketing {
			list = append(list, name)
		}
	}
	return list
}

// topicList is the topics that an argument names, one or a list of them; all marketing ones where it is not given. A transactional
// one is reported with what stands in marketingOnly, where something does.
func (c *checker) topicList(a *ast.Arg, marketingOnly string) (list []string) {
	if a == nil {
		return c.marketingTopics()
	}
	if !a.Readable() {
		return nil
	}
	elements := []hclsyntax.Expression{a.Expr}
	if list, ok := unwrapped(a.Expr).(*hclsyntax.TupleConsExpr); ok {
		elements = list.Exprs
	}
	seen := map[string]bool{}
	for _, e := range elements {
		name, diags := c.world.Resolve("topic", e)
		c.add(diags)
		t := c.topics[name]
		at := typing.Range(e.Range())
		switch {
		case t == nil:
		case seen[name]:
			c.report("F0436", at, "topic.%s stands in this list twice. Take one of them out.", name)
		case t.sure && !t.Marketing && marketingOnly != "":
			c.report("F0707", at, "The topic %s is transactional. %s Name marketing topics here.", quoted(name), marketingOnly)
		default:
			list = append(list, name)
		}
		seen[name] = true
	}
	return list
}

// letterPressure reads what a step says about the pressure on its letter.
func (f *flow) letterPressure(s *ast.Step, out *ir.Step) {
	scope := f.world.Scope()
	if s.Email == nil {
		f.letterOnly(s.StaleAfter, "stale_after is about letters; a webhook goes to a program, at any time. Take the line out.")
		f.letterOnly(s.Priority, "priority is about letters, which compete for a cap; a webhook does not. Take the line out.")
		return
	}
	out.StaleAfter, _ = f.span(scope, s.StaleAfter, "how late the letter may go out")
	out.Priority, _ = f.whole(scope, s.Priority, -priorityMax, priorityMax, "the priority")
}

// alreadyIn reads what becomes of somebody who is in the flow and would enter again.
func (f *flow) alreadyIn() {
	t := &f.out.Trigger
	f.out.Already = ir.Ignore
	if t.OncePer == ir.OnceOrder || t.OncePer == ir.OnceEvent {
		f.out.Already = ir.Parallel
	}
	word, ok := f.word(f.world.Scope(), f.ast.Already, "if_already_in", "parallel", "ignore", "restart")
	if !ok {
		return
	}
	f.out.Already = ir.Already(word)
	switch {
	case word == "restart" && t.Schedule != "":
		f.report("F0409", f.ast.Already.Range, "A flow on a schedule cannot begin again with each occurrence: only an event or a segment can do that. Write \"ignore\" or \"parallel\", or take the line out.")
	case word != "restart" && word != "ignore" && t.OncePer == ir.OnceCustomer && f.known:
		f.report("W0407", f.ast.Already.Range, "Each customer enters this flow once for ever, so nobody is ever in it twice. Take the line out.")
	}
}

// exitWhen checks an exit on a state: over all that the flow knows at any time.
func (f *flow) exitWhen(x *ast.Exit) (when expr.Expr) {
	when = f.condition(f.base, x.When, "the condition of the exit")
	for _, a := range []*ast.Arg{x.Where, x.About} {
		if a != nil {
			f.report("F0407", a.NameRange, "%s is about the event of an exit, and this one reads a state. Take the line out.", a.Name)
		}
	}
	return when
}
