package calendar

import "time"

// Forward returns the first instant at or after t that is on one of the days
// `on`, at the hour `at`, by a clock in zone. It never goes back, and keeps a t
// that satisfies both already.
//
// An empty `on` is any day. A nil `at` keeps the time of day that t has reached;
// then every instant of a named day satisfies. "10:00" is that instant alone:
// half a minute later is the next day, and so is the second pass of an hour that
// is there twice. An hour that a day leaves out is the first instant after the
// gap, even where that is on the next day.
func Forward(t time.Time, on Weekdays, at *Clock, zone *time.Location) time.Time {
	if at == nil && on.Empty() {
		return t.UTC()
	}
	var hour time.Duration
	if at != nil {
		hour = at.sinceMidnight()
	} else {
		now := readingOf(t, zone)
		if on.Has(now.Weekday()) {
			return t.UTC()
		}
		hour = now.Sub(midnight(now))
	}
	// What had come just before t is over. What had not comes at t or later.
	reading := nextAt(hour, Reached(t.Add(-1), zone))
	for !on.Empty() && !on.Has(reading.Weekday()) {
		reading = reading.Add(day)
	}
	return instantOf(reading, zone)
}

// nextAt returns the first reading after the given one that is so far into a day.
func nextAt(sinceMidnight time.Duration, after time.Time) time.Time {
	reading := midnight(after).Add(sinceMidnight)
	if !reading.After(after) {
		reading = reading.Add(day)
	}
	return reading
}
