package check

import (
	"time"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

func (f *flow) delay(n *node, d *ast.Delay, at spot) (ir.Node, spot) {
	out := &ir.Delay{Place: n.place()}
	out.For = f.duration(at.scope, d.For, "the delay")
	out.Until = f.expression(at.scope, d.Until, typing.Want{Kind: facts.Time, Nullable: true, For: "the end of the delay"})
	out.On = f.weekdays(at.scope, d.On)
	out.Hour = f.clock(at.scope, d.At)
	ifPast, _ := f.word(at.scope, d.IfPast, "if_past", "continue", "end")
	out.EndIfPast = ifPast == "end"
	ifMissing, _ := f.word(at.scope, d.IfMissing, "if_missing", "continue", "end")
	out.EndIfMissing = ifMissing == "end"
	f.dates(d, out)
	return out, at.wait(longest(out)).pass(n, true)
}

// dates checks what is said about a date that is past or absent.
func (f *flow) dates(d *ast.Delay, out *ir.Delay) {
	if d.Until == nil {
		for _, a := range []*ast.Arg{d.IfPast, d.IfMissing} {
			if a != nil && f.complete(&d.Block) {
				f.report("F0415", a.NameRange, "%s says what happens with the date of until, and this delay has none. Take the line out.", a.Name)
			}
		}
		return
	}
	if out.Until == nil {
		return
	}
	nullable := out.Until.Type().Nullable
	switch {
	case nullable && d.IfMissing == nil && f.complete(&d.Block):
		f.report("F0505", d.Until.Range, "This date may be absent, and then nobody knows how long to wait. Write if_missing = \"end\" or if_missing = \"continue\" into the delay, or give another date with coalesce().")
	case !nullable && d.IfMissing != nil:
		f.report("W0502", d.IfMissing.NameRange, "The date of until is always there, so if_missing says nothing. Take the line out.")
	}
}

// weekdays is the set of days that an argument names.
func (f *flow) weekdays(s *typing.Scope, a *ast.Arg) (set calendar.Weekdays) {
	words, _ := f.words(s, a, "the days of the week", `"tue"`)
	for _, w := range words {
		day, err := calendar.ParseWeekday(w.text)
		if err != nil {
			f.report("F0506", w.at, "%s.", capitalised(err.Error()))
			continue
		}
		set = set.With(day)
	}
	return set
}

// clock is an hour of the day.
func (f *flow) clock(s *typing.Scope, a *ast.Arg) string {
	v, ok := f.value(s, a, typing.Want{Kind: facts.String, For: "the hour", Example: `"10:00"`})
	if !ok {
		return ""
	}
	clock, err := calendar.ParseClock(v.Text())
	if err != nil {
		f.report("F0507", a.Range, "%s.", capitalised(err.Error()))
		return ""
	}
	return clock.String()
}

const day = 24 * time.Hour

// longest is how long a delay may take at most, as far as that is known before anybody is in it. A date is taken as now.
func longest(d *ir.Delay) time.Duration {
	wait := nominal(d.For)
	switch {
	case !d.On.Empty():
		wait += time.Duration(gap(d.On)) * day
	case d.Hour != "":
		wait += day
	}
	return wait
}

// nominal is how long a duration is that is known now; another one counts as nothing.
func nominal(x expr.Expr) time.Duration {
	if x == nil {
		return 0
	}
	v, ok := constant(x)
	if !ok {
		return 0
	}
	return calendar.Span(v.Span()).Nominal()
}

// gap is the most days from one day of a set to the next.
func gap(set calendar.Weekdays) int {
	most, run := 0, 0
	for i := range 14 {
		run++
		if set.Has(time.Weekday(i % 7)) {
			most, run = max(most, run), 0
		}
	}
	return min(most, 7)
}
