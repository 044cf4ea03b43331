package calendar

import (
	"testing"
	"time"
)

// schedule returns the first nominal time after another at which a day is
// matched, at an hour. It knows no zone, like a cron schedule asked in UTC.
func schedule(hour time.Duration, matches func(time.Time) bool) func(time.Time) time.Time {
	return func(after time.Time) time.Time {
		nominal := midnight(after).Add(hour)
		for !nominal.After(after) || !matches(nominal) {
			nominal = nominal.Add(day)
		}
		return nominal
	}
}

func daily(time.Time) bool      { return true }
func sundays(t time.Time) bool  { return t.Weekday() == time.Sunday }
func first(t time.Time) bool    { return t.Day() == 1 }
func the31st(t time.Time) bool  { return t.Day() == 31 }
func leapDays(t time.Time) bool { return t.Month() == time.February && t.Day() == 29 }

func TestNextOccurrenceIsDueOncePerNominalTime(t *testing.T) {
	const halfPastTwo = 2*time.Hour + 30*time.Minute
	everyQuarter := func(after time.Time) time.Time { return after.Truncate(15 * time.Minute).Add(15 * time.Minute) }
	tests := []struct {
		claim, zone, after string
		next               func(time.Time) time.Time
		want               [][2]string // nominal, instant
	}{
		{"a gap delays one", "Europe/Berlin", "2026-03-28T01:30:00Z", schedule(halfPastTwo, daily), [][2]string{
			{"2026-03-29T02:30:00Z", "2026-03-29T01:00:00Z"},
			{"2026-03-30T02:30:00Z", "2026-03-30T00:30:00Z"},
		}},
		{"an overlap does not double one", "Europe/Berlin", "2026-10-24T00:30:00Z", schedule(halfPastTwo, daily), [][2]string{
			{"2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"},
			{"2026-10-26T02:30:00Z", "2026-10-26T01:30:00Z"},
		}},
		{"begun in the second pass, what came in the first is over", "Europe/Berlin", "2026-10-25T01:10:00Z", schedule(halfPastTwo, daily), [][2]string{
			{"2026-10-26T02:30:00Z", "2026-10-26T01:30:00Z"},
		}},
		{"begun at the end of a gap, what came there is over", "Europe/Berlin", "2026-03-29T01:00:00Z", schedule(halfPastTwo, daily), [][2]string{
			{"2026-03-30T02:30:00Z", "2026-03-30T00:30:00Z"},
		}},
		{"all of a gap are due at its end", "Europe/Berlin", "2026-03-29T00:59:00Z", everyQuarter, [][2]string{
			{"2026-03-29T02:00:00Z", "2026-03-29T01:00:00Z"},
			{"2026-03-29T02:15:00Z", "2026-03-29T01:00:00Z"},
			{"2026-03-29T02:30:00Z", "2026-03-29T01:00:00Z"},
			{"2026-03-29T02:45:00Z", "2026-03-29T01:00:00Z"},
			{"2026-03-29T03:00:00Z", "2026-03-29T01:00:00Z"},
			{"2026-03-29T03:15:00Z", "2026-03-29T01:15:00Z"},
		}},
		{"the second pass of an overlap is silent", "Europe/Berlin", "2026-10-25T00:44:00Z", everyQuarter, [][2]string{
			{"2026-10-25T02:45:00Z", "2026-10-25T00:45:00Z"},
			{"2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"},
		}},
		{"a missing day is due on the next", "Pacific/Apia", "2011-12-29T20:00:00Z", schedule(9*time.Hour, daily), [][2]string{
			{"2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z"},
			{"2011-12-31T09:00:00Z", "2011-12-30T19:00:00Z"},
		}},
		{"no midnight in Cairo", "Africa/Cairo", "2026-04-23T12:00:00Z", schedule(0, daily), [][2]string{
			{"2026-04-24T00:00:00Z", "2026-04-23T22:00:00Z"},
			{"2026-04-25T00:00:00Z", "2026-04-24T21:00:00Z"},
		}},
		{"leap days", "Europe/Berlin", "2026-01-01T00:00:00Z", schedule(9*time.Hour, leapDays), [][2]string{
			{"2028-02-29T09:00:00Z", "2028-02-29T08:00:00Z"},
			{"2032-02-29T09:00:00Z", "2032-02-29T08:00:00Z"},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			z := zone(t, tt.zone)
			nominal := Reached(instant(t, tt.after), z)
			for _, want := range tt.want {
				var due time.Time
				nominal, due = NextOccurrence(tt.next, nominal, z)
				if rfc(nominal) != want[0] || rfc(due) != want[1] {
					t.Fatalf("after %s in %s\n got %s, due %s\nwant %s, due %s", tt.after, z, rfc(nominal), rfc(due), want[0], want[1])
				}
			}
		})
	}
}

func TestAScheduleThatNeverFiresHasNoOccurrence(t *testing.T) {
	never := func(time.Time) time.Time { return time.Time{} }
	nominal, due := NextOccurrence(never, since, zone(t, "Europe/Berlin"))
	if !nominal.IsZero() || !due.IsZero() {
		t.Errorf("got %s, due %s, want zero times", rfc(nominal), rfc(due))
	}
}

func TestAScheduleThatDoesNotMoveOnPanicsInsteadOfHanging(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	NextOccurrence(func(after time.Time) time.Time { return after }, since, time.UTC)
}

// Each nominal day from 2024 to 2040 is due exactly once, in order, and when the
// clock says so.
func TestEveryNominalDayIsDueExactlyOnce(t *testing.T) {
	clocks := distinctZones(t)
	hours := []time.Duration{2*time.Hour + 30*time.Minute}
	if long {
		clocks = nil
		for _, z := range zones(t) {
			clocks = append(clocks, changing{Location: z})
		}
		hours = []time.Duration{0, 90 * time.Minute, 2*time.Hour + 30*time.Minute, 10 * time.Hour}
	}
	firings := 0
	for _, clock := range clocks {
		for _, hour := range hours {
			firings += checkSchedule(t, clock.Location, hour, daily)
		}
		for _, matches := range []func(time.Time) bool{sundays, first, the31st, leapDays} {
			firings += checkSchedule(t, clock.Location, 30*time.Minute, matches)
		}
	}
	t.Logf("%d clocks, %d firings", len(clocks), firings)
	if long && firings < 10_000_000 {
		t.Errorf("%d firings, want at least ten million", firings)
	}
}

func checkSchedule(t *testing.T, z *time.Location, hour time.Duration, matches func(time.Time) bool) (firings int) {
	next := schedule(hour, matches)
	expected := since.Add(hour)
	nominal, before := since.Add(-1), time.Time{}
	for {
		for !matches(expected) {
			expected = expected.Add(day)
		}
		if !expected.Before(until) {
			return firings
		}
		var due time.Time
		nominal, due = NextOccurrence(next, nominal, z)
		if !nominal.Equal(expected) {
			t.Fatalf("%s: got the nominal time %s, want %s", z, rfc(nominal), rfc(expected))
		}
		shows := due.Add(offsetAt(due, z))
		inGap := func() bool {
			just := due.Add(-1)
			return shows.After(nominal) && just.Add(offsetAt(just, z)).Before(nominal)
		}
		if !due.After(before) || !shows.Equal(nominal) && !inGap() {
			t.Fatalf("%s: %s is due %s, when the clock shows %s; the one before was due %s", z, rfc(nominal), rfc(due), rfc(shows), rfc(before))
		}
		for _, jump := range []time.Duration{30 * time.Minute, time.Hour, 2 * time.Hour} {
			if e := due.Add(-jump); e.Add(offsetAt(e, z)).Equal(nominal) {
				t.Fatalf("%s: %s is due %s, but the clock shows it first at %s", z, rfc(nominal), rfc(due), rfc(e))
			}
		}
		before, expected = due, expected.Add(day)
		firings++
	}
}
