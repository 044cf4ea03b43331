package calendar

import (
	"fmt"
	"sort"
	"testing"
	"time"
)

// tape is the slow reference: what a clock shows at each tick of a stretch of
// time, noted down one by one, without a thought about zones.
type tape struct {
	zone     *time.Location
	step     time.Duration
	ticks    []time.Time // instants, in UTC
	readings []time.Time // what the clock shows then
	latest   []time.Time // the latest that it has shown on this tape up to then
	from     int         // the first tick that questions are asked about; those before it are a run-up
}

func record(z *time.Location, from, to time.Time, step, runUp time.Duration) *tape {
	tp := &tape{zone: z, step: step, from: int(runUp / step)}
	for t := from.Add(-runUp); !t.After(to); t = t.Add(step) {
		reading := t.Add(offsetAt(t, z))
		tp.ticks = append(tp.ticks, t)
		tp.readings = append(tp.readings, reading)
		if n := len(tp.latest); n > 0 && tp.latest[n-1].After(reading) {
			reading = tp.latest[n-1]
		}
		tp.latest = append(tp.latest, reading)
	}
	return tp
}

// firstAt returns the first tick at which the clock has shown the reading or
// more, or -1 where the tape cannot tell.
func (tp *tape) firstAt(reading time.Time) int {
	k := sort.Search(len(tp.latest), func(k int) bool { return !tp.latest[k].Before(reading) })
	if k == len(tp.latest) || k == 0 && !tp.latest[0].Equal(reading) {
		return -1
	}
	return k
}

// windows are quiet hours that begin, end, or lie whole where clocks change.
var windows = []Window{
	{Clock{21, 0}, Clock{8, 0}},
	{Clock{2, 0}, Clock{3, 0}},
	{Clock{2, 15}, Clock{2, 45}},
	{Clock{1, 30}, Clock{2, 30}},
	{Clock{0, 0}, Clock{0, 30}},
	{Clock{23, 30}, Clock{0, 15}},
	{Clock{3, 0}, Clock{2, 30}},
	{Clock{0, 0}, Clock{23, 30}},
}

// checkReadings holds instantOf, Reached, settledAt and the law between them
// against the tape, and Add and Sub of days and months that lead onto it.
func (tp *tape) checkReadings(t *testing.T) (checks int) {
	last := len(tp.ticks) - 1
	for k := tp.from; k <= last; k++ {
		at := tp.ticks[k]
		reached := Reached(at, tp.zone)
		if ahead := reached.Sub(tp.latest[k]); ahead < 0 || ahead >= tp.step {
			t.Fatalf("%s: Reached(%s)\n got %s\nwant within one tick of %s", tp.zone, rfc(at), rfc(reached), rfc(tp.latest[k]))
		}
		checks++
	}
	for reading := tp.readings[tp.from]; reading.Before(tp.latest[last]); reading = reading.Add(tp.step) {
		k := tp.firstAt(reading)
		if k < 0 {
			continue
		}
		want := tp.ticks[k]
		if got := instantOf(reading, tp.zone); !got.Equal(want) {
			t.Fatalf("%s: instantOf(%s)\n got %s\nwant %s", tp.zone, rfc(reading), rfc(got), rfc(want))
		}
		if r := Reached(want, tp.zone); r.Before(reading) {
			t.Fatalf("%s: %s is not reached at its own instant %s, only %s", tp.zone, rfc(reading), rfc(want), rfc(r))
		}
		if r := Reached(want.Add(-1), tp.zone); !r.Before(reading) {
			t.Fatalf("%s: %s is reached just before its instant %s: %s", tp.zone, rfc(reading), rfc(want), rfc(r))
		}
		tp.checkMoves(t, reading, want)
		checks += 4
	}
	return checks
}

// checkMoves checks that days and months that lead to the reading lead to want.
func (tp *tape) checkMoves(t *testing.T, reading, want time.Time) {
	for _, days := range []int{1, 7, 90} {
		for _, sign := range []int{1, -1} {
			start := reading.Add(time.Duration(-sign*days) * day)
			from := start.Add(-offsetAt(start, tp.zone))
			if !from.Add(offsetAt(from, tp.zone)).Equal(start) {
				continue // The other day has no such hour, or it is too near to a change to tell this simply.
			}
			got := Span{Days: days}.Add(from, tp.zone)
			if sign < 0 {
				got = Span{Days: days}.Sub(from, tp.zone)
			}
			if !got.Equal(want) {
				t.Fatalf("%s: %s and %d days\n got %s\nwant %s", tp.zone, rfc(from), sign*days, rfc(got), rfc(want))
			}
		}
	}
	before := reading.AddDate(0, -1, 0)
	from := before.Add(-offsetAt(before, tp.zone))
	if before.Day() != reading.Day() || !from.Add(offsetAt(from, tp.zone)).Equal(before) {
		return
	}
	if got := (Span{Months: 1}).Add(from, tp.zone); !got.Equal(want) {
		t.Fatalf("%s: %s and a month\n got %s\nwant %s", tp.zone, rfc(from), rfc(got), rfc(want))
	}
}

// checkForward notes down the ticks that satisfy `on` and `at`, which are those
// at which the clock first shows the hour of a named day or jumps over it, and
// compares with the first from each tick on.
func (tp *tape) checkForward(t *testing.T, every int) (checks int) {
	middle := tp.readings[len(tp.readings)/2]
	sets := []Weekdays{0}
	for d := -1; d <= 1; d++ {
		sets = append(sets, Weekdays(0).With(middle.Add(time.Duration(d)*day).Weekday()))
	}
	for _, on := range sets {
		for m := -150; m <= 150; m += 15 {
			r := middle.Add(time.Duration(m) * time.Minute).Truncate(15 * time.Minute)
			at := Clock{r.Hour(), r.Minute()}
			met := tp.met(on, at.sinceMidnight())
			for k := tp.from; k < len(tp.ticks); k += every {
				checks += tp.checkForwardFrom(t, k, on, &at, met)
			}
		}
		for k := tp.from; k < len(tp.ticks); k += every {
			met := []int{k}
			if r := tp.readings[k]; !on.Empty() && !on.Has(r.Weekday()) {
				met = tp.met(on, r.Sub(midnight(r)))
			}
			checks += tp.checkForwardFrom(t, k, on, nil, met)
		}
	}
	return checks
}

// met returns the ticks at which an hour of a named day comes.
func (tp *tape) met(on Weekdays, sinceMidnight time.Duration) (ticks []int) {
	last := tp.latest[len(tp.latest)-1]
	for d := midnight(tp.latest[0]); d.Before(last); d = d.Add(day) {
		if k := tp.firstAt(d.Add(sinceMidnight)); k >= 0 && (on.Empty() || on.Has(d.Weekday())) {
			ticks = append(ticks, k)
		}
	}
	return ticks
}

func (tp *tape) checkForwardFrom(t *testing.T, k int, on Weekdays, at *Clock, met []int) (checks int) {
	i := sort.SearchInts(met, k)
	if i == len(met) {
		return 0 // Beyond the tape.
	}
	if got, want := Forward(tp.ticks[k], on, at, tp.zone), tp.ticks[met[i]]; !got.Equal(want) {
		t.Fatalf("%s: Forward(%s, %q, %v)\n got %s\nwant %s", tp.zone, rfc(tp.ticks[k]), on, at, rfc(got), rfc(want))
	}
	return 1
}

// checkWindows lays each day's span down from the tick that first shows From to
// the one that first shows To, and compares.
func (tp *tape) checkWindows(t *testing.T) (checks int) {
	last := len(tp.ticks) - 1
	for _, w := range windows {
		inside := make([]bool, len(tp.ticks))
		first := midnight(tp.latest[0]).Add(-2 * day)
		for d := first; d.Before(tp.latest[last].Add(day)); d = d.Add(day) {
			from, to := d.Add(w.From.sinceMidnight()), d.Add(w.To.sinceMidnight())
			if !from.Before(to) {
				to = to.Add(day)
			}
			for k := range tp.ticks {
				if !tp.latest[k].Before(from) && tp.latest[k].Before(to) {
					inside[k] = true
				}
			}
		}
		end, start := -1, -1
		for k := last; k >= tp.from; k-- {
			at := tp.ticks[k]
			if got := w.Contains(at, tp.zone); got != inside[k] {
				t.Fatalf("%s: %s contains %s: got %t, want %t", tp.zone, w, rfc(at), got, inside[k])
			}
			if inside[k] {
				start = k
			} else {
				end = k
			}
			checks++
			if k%3 != 0 {
				continue
			}
			if got := w.End(at, tp.zone); end >= 0 && !got.Equal(tp.ticks[end]) {
				t.Fatalf("%s: end of %s at %s\n got %s\nwant %s", tp.zone, w, rfc(at), rfc(got), rfc(tp.ticks[end]))
			}
			if got := w.Start(at, tp.zone); start >= 0 && !got.Equal(tp.ticks[start]) {
				t.Fatalf("%s: start of %s at %s\n got %s\nwant %s", tp.zone, w, rfc(at), rfc(got), rfc(tp.ticks[start]))
			}
		}
	}
	return checks
}

// checkDays looks for the first and the last tick that bears each date, and
// counts days one by one.
func (tp *tape) checkDays(t *testing.T) (checks int) {
	n := len(tp.ticks)
	for d := midnight(tp.readings[tp.from]).Add(day); d.Before(midnight(tp.readings[n-1])); d = d.Add(day) {
		start, end := -1, -1
		for k := range n {
			if start < 0 && !tp.readings[k].Before(d) {
				start = k
			}
			if tp.readings[k].Before(d.Add(day)) {
				end = k + 1
			}
		}
		if got := StartOfDay(dateOf(d), tp.zone); !got.Equal(tp.ticks[start]) {
			t.Fatalf("%s: StartOfDay(%s)\n got %s\nwant %s", tp.zone, dateOf(d), rfc(got), rfc(tp.ticks[start]))
		}
		if got := EndOfDay(dateOf(d), tp.zone); !got.Equal(tp.ticks[end]) {
			t.Fatalf("%s: EndOfDay(%s)\n got %s\nwant %s", tp.zone, dateOf(d), rfc(got), rfc(tp.ticks[end]))
		}
		checks += 2
	}
	for k := tp.from; k < n; k += 7 {
		for _, a := range []time.Time{tp.ticks[k].Add(-3*day - time.Hour), tp.ticks[k].Add(-day), tp.ticks[k].Add(-day + time.Nanosecond)} {
			b := tp.ticks[k]
			want := 0
			for !(Span{Days: want + 1}).Add(a, tp.zone).After(b) {
				want++
			}
			if got := DaysBetween(a, b, tp.zone); got != want {
				t.Fatalf("%s: DaysBetween(%s, %s): got %d, want %d", tp.zone, rfc(a), rfc(b), got, want)
			}
			if got := DaysBetween(b, a, tp.zone); got != -want {
				t.Fatalf("%s: DaysBetween(%s, %s): got %d, want %d", tp.zone, rfc(b), rfc(a), got, -want)
			}
			checks++
		}
	}
	return checks
}

// checkAround records a tape around a change and holds everything against it.
func checkAround(t *testing.T, z *time.Location, change time.Time, step, around, runUp time.Duration) (checks int) {
	reach := jumpAt(change, z) + around
	tp := record(z, change.Add(-reach).Truncate(step), change.Add(reach), step, runUp)
	checks += tp.checkReadings(t)
	checks += tp.checkForward(t, max(1, len(tp.ticks)/24))
	checks += tp.checkWindows(t)
	checks += tp.checkDays(t)
	return checks
}

// The years ahead: what flows meet. One zone of each behaviour by default; if
// long, all names at every minute, and one of each for a day on either side.
func TestEveryChangeOfEveryClockAgreesWithAClockReadTickByTick(t *testing.T) {
	if !long {
		checkChanges(t, distinctZones(t), 5*time.Minute, time.Hour)
		return
	}
	checkChanges(t, distinctZones(t), time.Minute, 25*time.Hour)
	var clocks []changing
	for _, z := range zones(t) {
		clocks = append(clocks, changing{z, changesBetween(z, since, until, 6*time.Hour)})
	}
	checkChanges(t, clocks, time.Minute, 3*time.Hour)
}

func checkChanges(t *testing.T, clocks []changing, step, around time.Duration) {
	checks, changes := 0, 0
	for _, clock := range clocks {
		for _, change := range clock.changes {
			changes++
			checks += checkAround(t, clock.Location, change, step, around, 0)
		}
	}
	t.Logf("%d clocks, %d changes, %d checks", len(clocks), changes, checks)
	if changes < 30*17 || checks < 100*changes {
		t.Errorf("%d checks at %d changes are too few to mean anything", checks, changes)
	}
}

// The past: gaps and overlaps of whole days, offsets with odd seconds, changes
// at a minute past midnight. Orders are not that old; zones of the future may be.
func TestStrangeChangesOfThePastAgreeWithAClockReadTickByTick(t *testing.T) {
	tests := []struct {
		zone, near string
		step       time.Duration
	}{
		{"Pacific/Apia", "2011-12-30T10:00:00Z", 5 * time.Minute},       // no 30 December
		{"Pacific/Kiritimati", "1994-12-31T10:00:00Z", 5 * time.Minute}, // no 31 December, or no 1 January
		{"Pacific/Kwajalein", "1993-08-21T12:00:00Z", 5 * time.Minute},  // no 21 August
		{"Pacific/Kwajalein", "1969-09-30T13:00:00Z", 5 * time.Minute},  // 23 hours twice
		{"America/St_Johns", "2010-11-07T02:31:00Z", time.Minute},       // from 00:01 back to 23:01
		{"America/Toronto", "1919-03-31T04:30:00Z", 5 * time.Minute},    // from 23:30 to 00:30
		{"Europe/Amsterdam", "1937-06-30T22:40:28Z", time.Second},       // 28 seconds left out
		{"Africa/Monrovia", "1972-01-07T00:44:30Z", time.Second},        // 44 and a half minutes
		{"Australia/Lord_Howe", "1985-10-26T15:30:00Z", time.Minute},
		{"Asia/Pyongyang", "2015-08-14T15:00:00Z", time.Minute},
		{"America/Caracas", "2007-12-09T07:00:00Z", time.Minute},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %.4s", tt.zone, tt.near), func(t *testing.T) {
			z, near := zone(t, tt.zone), instant(t, tt.near)
			changes := changesBetween(z, near.Add(-25*time.Hour), near.Add(25*time.Hour), time.Hour)
			if len(changes) == 0 {
				t.Fatalf("no change of %s near %s", tt.zone, tt.near)
			}
			around := 3 * time.Hour
			if tt.step == time.Second {
				around = 10 * time.Minute
			}
			for _, change := range changes {
				checkAround(t, z, change, tt.step, around, 0)
			}
		})
	}
}

// The time package ends each stretch with the year, in leap years a day too
// early. A clock that changes just there must be read right all the same.
func TestChangesAtTheTurnOfTheYearAgreeWithAClockReadTickByTick(t *testing.T) {
	for _, rule := range []string{
		"STD-1DST,J1/12,J365/12", // winter from noon to noon over New Year
		"STD5DST,J365/2,J1/2",
		"STD-11DST,J364/0,J2/0",
		"STD-3:30DST-4,0/1,J365/23:30",
	} {
		t.Run(rule, func(t *testing.T) {
			z := ruled(t, rule)
			for year := 2027; year <= 2029; year++ { // 2028 is a leap year
				newYear := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
				changes := changesBetween(z, newYear.Add(-3*day), newYear.Add(3*day), time.Hour)
				if len(changes) != 2 {
					t.Fatalf("%d changes around the beginning of %d, want 2", len(changes), year)
				}
				for _, change := range changes {
					checkAround(t, z, change, 5*time.Minute, 4*time.Hour, 27*time.Hour)
				}
			}
		})
	}
}

// All of history, of all zones: what several did together once, and what no
// minute divides at every second.
func TestEveryChangeSinceZonesBeganAgreesWithAClockReadTickByTick(t *testing.T) {
	if !long {
		t.Skip("takes minutes; FLOWC_LONG=1 runs it")
	}
	type kind struct {
		at            int64
		before, after time.Duration
	}
	seen := map[kind]bool{}
	began := time.Date(1840, 1, 1, 0, 0, 0, 0, time.UTC)
	checks := 0
	for _, z := range zones(t) {
		var previous time.Time
		for _, change := range changesBetween(z, began, since, 3*time.Hour) {
			runUp := time.Duration(0)
			if change.Sub(previous) < 4*day {
				runUp = 27 * time.Hour // The clock may be in the second pass of an overlap when the tape begins.
			}
			previous = change
			k := kind{change.Unix(), offsetAt(change.Add(-time.Second), z), offsetAt(change, z)}
			if seen[k] {
				continue
			}
			seen[k] = true
			step, around := time.Minute, time.Hour
			if k.at%60 != 0 || k.before%time.Minute != 0 || k.after%time.Minute != 0 {
				step, around = time.Second, time.Minute
			}
			checks += checkAround(t, z, change, step, around, runUp)
		}
	}
	t.Logf("%d changes, %d checks", len(seen), checks)
	if len(seen) < 5000 {
		t.Errorf("%d changes are too few for all of history", len(seen))
	}
}
