// Package calendar turns waits, weekdays, hours and dates as a marketer writes
// them into instants, in every time zone.
//
// A zone gives each instant a reading of the wall clock. Clocks jump, so a
// reading may exist never (a gap, in spring) or twice (an overlap, in autumn),
// and whole days may be missing (Samoa, 30 December 2011) or there twice. All
// of the package rests on one pair of functions that makes this harmless:
//
//   - instantOf(r) is the first instant at which the clock reads r or later. In
//     a gap that is the first instant after it, in an overlap the first of two.
//   - Reached(t) is the latest reading that the clock has shown up to t. It
//     stands still while an overlap is gone through for the second time.
//
// Both only ever grow, and each undoes the other: instantOf(r) <= t exactly
// when r <= Reached(t). So a question about instants ("the first Tuesday at ten
// that is not before t") is asked about readings, where days have 24 hours and
// nothing is missing or doubled, and answered with one call at the end.
//
// A reading is carried as a time.Time in UTC whose fields are those of the wall
// clock. Zones must not be nil. Instants are returned in UTC. Nothing here
// reads a clock or keeps state.
package calendar

import (
	"math"
	"time"
)

// widest is more than any offset from UTC: RFC 8536, section 3.2, keeps offsets
// between -25 and 26 hours.
const widest = 26 * time.Hour

// day is the distance between two readings one day apart. Only readings are
// that regular; between instants the same step may take 23 hours, or none.
const day = 24 * time.Hour

// Local returns the instant at which a clock in zone shows the given date and
// time. Where the clock is put forward past it, that is the first instant after
// the gap; where the clock shows it twice, the first of the two. Values outside
// their usual range are carried over as time.Date does: day 0 is the last of
// the month before.
func Local(year int, month time.Month, day, hour, min, sec, nsec int, zone *time.Location) time.Time {
	return instantOf(time.Date(year, month, day, hour, min, sec, nsec, time.UTC), zone)
}

// Reached returns the latest reading that a clock in zone has shown at any
// instant up to and including t, carried in UTC. A nominal time has come at t
// exactly when it is not after Reached(t), so this is where NextOccurrence
// starts from for the first occurrence after t.
func Reached(t time.Time, zone *time.Location) time.Time {
	// Whatever was read before this is less than what is read at t.
	at := t.UTC().Add(-2 * widest)
	latest := at.Add(math.MinInt64)
	for {
		offset, end := stretch(at, zone)
		if end.IsZero() || t.Before(end) {
			return later(latest, t.UTC().Add(offset))
		}
		// The reading at the end itself belongs to the next stretch.
		latest = later(latest, end.Add(offset-1))
		at = end
	}
}

// instantOf returns the first instant at which a clock in zone shows the
// reading or a later one.
func instantOf(reading time.Time, zone *time.Location) time.Time {
	// Whatever is read before this is less than the reading.
	from := reading.Add(-widest)
	at := from
	for {
		offset, end := stretch(at, zone)
		t := reading.Add(-offset)
		if t.Before(at) && at.After(from) {
			t = at // The clock jumped past the reading when this stretch began.
		}
		if end.IsZero() || t.Before(end) {
			return t
		}
		at = end
	}
}

// settledAt returns the first instant from which on a clock in zone shows
// nothing less than the reading. It differs from instantOf only where the
// clock, having shown the reading, is put back to before it.
func settledAt(reading time.Time, zone *time.Location) time.Time {
	from := reading.Add(-widest)
	at, settled := from, from
	for !at.After(reading.Add(widest)) {
		offset, end := stretch(at, zone)
		t := reading.Add(-offset)
		if end.IsZero() {
			if t.After(at) || at.Equal(from) {
				settled = t
			}
			return settled
		}
		if t.After(at) {
			settled = earlier(t, end)
		}
		at = end
	}
	return settled
}

// readingOf returns what a clock in zone shows at t.
func readingOf(t time.Time, zone *time.Location) time.Time {
	_, offset := t.In(zone).Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

// stretch returns the offset of zone at t, and an instant after t until which
// that offset holds; zero means for ever. The end need not be a change of the
// clock: beyond the listed changes the time package ends a stretch with the year.
func stretch(t time.Time, zone *time.Location) (offset time.Duration, end time.Time) {
	local := t.In(zone)
	_, seconds := local.Zone()
	_, end = local.ZoneBounds()
	if !end.IsZero() {
		end = end.UTC()
		if !end.After(t) {
			// The time package takes every year for one of 365 days here, and so
			// ends the stretch before the last day of a leap year. No rule changes
			// a clock between then and the end of that day in UTC.
			end = t.Truncate(day).Add(day)
		}
	}
	return time.Duration(seconds) * time.Second, end
}

// midnight returns the reading at which the day of a reading begins.
func midnight(reading time.Time) time.Time { return reading.Truncate(day) }

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
