package calendar

import "time"

// Window is a daily span of local time, [From, To), over midnight where To is
// earlier than From: quiet hours. On each day it is the span of instants from
// the first at which the clock shows From to the first at which it then shows
// To, so an hour that is there twice neither opens nor closes it anew. Where
// From equals To it is empty.
type Window struct{ From, To Clock }

// String returns w as it is said: "21:00 to 08:00".
func (w Window) String() string { return w.From.String() + " to " + w.To.String() }

// Contains reports whether t lies in w by a clock in zone.
func (w Window) Contains(t time.Time, zone *time.Location) bool {
	return w.holds(Reached(t, zone))
}

// holds reports whether a reading lies in w.
func (w Window) holds(reading time.Time) bool {
	from, to := w.From.sinceMidnight(), w.To.sinceMidnight()
	now := reading.Sub(midnight(reading))
	if from <= to {
		return from <= now && now < to
	}
	return from <= now || now < to
}

// End returns the first instant at or after t that is not in w by a clock in
// zone: t itself if w does not contain it.
func (w Window) End(t time.Time, zone *time.Location) time.Time {
	t = t.UTC()
	for {
		reading := Reached(t, zone)
		if !w.holds(reading) {
			return t
		}
		// A gap may lead from the end of one span into the next.
		t = instantOf(nextAt(w.To.sinceMidnight(), reading), zone)
	}
}

// Start returns the first instant at or after t that is in w by a clock in zone:
// t itself if w contains it, the zero time if w is empty.
func (w Window) Start(t time.Time, zone *time.Location) time.Time {
	if w.From == w.To {
		return time.Time{}
	}
	t = t.UTC()
	for {
		reading := Reached(t, zone)
		if w.holds(reading) {
			return t
		}
		// A gap may leave out the whole span of a day.
		t = instantOf(nextAt(w.From.sinceMidnight(), reading), zone)
	}
}
