package calendar

import (
	"fmt"
	"strings"
	"time"
)

// Weekdays is a set of days of the week. Bit 0 is Sunday, as in time.Weekday.
type Weekdays uint8

// everyDay holds all seven; the eighth bit means nothing.
const everyDay Weekdays = 1<<7 - 1

// Has reports whether d is in the set.
func (w Weekdays) Has(d time.Weekday) bool {
	return time.Sunday <= d && d <= time.Saturday && w&(1<<d) != 0
}

// With returns the set and d.
func (w Weekdays) With(d time.Weekday) Weekdays { return w | 1<<d&everyDay }

// Empty reports whether no day is in the set.
func (w Weekdays) Empty() bool { return w&everyDay == 0 }

// String lists the days from Monday to Sunday: "tue, wed, thu".
func (w Weekdays) String() string {
	var names []string
	for i := range 7 {
		if d := time.Weekday((i + 1) % 7); w.Has(d) {
			names = append(names, dayName(d))
		}
	}
	return strings.Join(names, ", ")
}

// dayName returns the name of a weekday in the language: its first three letters.
func dayName(d time.Weekday) string { return strings.ToLower(d.String()[:3]) }

// ParseWeekday reads "mon", "tue", "wed", "thu", "fri", "sat" or "sun". The error
// tells a marketer what to write instead.
func ParseWeekday(s string) (time.Weekday, error) {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if s == dayName(d) {
			return d, nil
		}
	}
	// "Tuesday", "TUE" and "tues" are plain enough for a suggestion.
	meant := strings.ToLower(strings.TrimSpace(s))
	for d := time.Sunday; d <= time.Saturday; d++ {
		if len(meant) >= len("tue") && strings.HasPrefix(strings.ToLower(d.String()), meant) {
			return 0, fmt.Errorf("%s is not how a weekday is written; write %q", shown(s), dayName(d))
		}
	}
	return 0, fmt.Errorf(`%s is no weekday; write "mon", "tue", "wed", "thu", "fri", "sat" or "sun"`, shown(s))
}
