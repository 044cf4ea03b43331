package interp

import (
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/calendar"
)

// delay answers where to go on, or that the journey waits.
func (w *walker) delay(s *machine.Delay) (next machine.Name, waits bool) {
	reached := w.base
	due := reached
	if s.For != nil {
		due = w.flow.span(s.For, w.env).Add(reached, w.env.Zone)
	}
	if s.Until != nil {
		until := w.flow.values[s.Until](w.env)
		if until.IsAbsent() {
			if s.IfMissing == machine.EndThere {
				w.j.State = s.Name
				w.end(Finished, "end")
				return "", true
			}
			return s.Next, false
		}
		due = until.Time()
	}
	due = calendar.Forward(due, calendar.Weekdays(s.On), clock(s.At), w.env.Zone)
	if due.Before(reached) {
		// Only a date can be past: a span is never negative.
		if s.IfPast == machine.EndThere {
			w.j.State = s.Name
			w.end(Finished, "end")
			return "", true
		}
		return s.Next, false
	}
	if due.After(w.now) {
		w.wait(s.Name, due)
		return "", true
	}
	w.base = due
	return s.Next, false
}

func clock(at string) *calendar.Clock {
	if at == "" {
		return nil
	}
	c, err := calendar.ParseClock(at)
	if err != nil {
		panic("this is a bug in flowc: a clock that was checked: " + err.Error())
	}
	return &c
}
