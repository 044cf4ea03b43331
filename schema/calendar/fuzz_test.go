package calendar

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// checkMessage holds what is true of every error that a marketer reads.
func checkMessage(t *testing.T, in string, err error) {
	t.Helper()
	msg := err.Error()
	// Two texts of 40 bytes, each byte of which may show as four, and the advice.
	if len(msg) > 2*4*maxShown+200 || !utf8.ValidString(msg) || strings.ContainsAny(msg, "\n\r\x00\x1b") {
		t.Errorf("the error about %q is too long or not printable: %q", in, msg)
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, s := range []string{"", "0s", "7d", "2w", "3mo", "1d12h", "1.5h", "-3d", " 7d", "07d", "7x", "99999999999999999999h", "3M", "2 years", "\xff7d", "７d", "0" + strings.Repeat("\x8b", 38)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		span, err := ParseSpan(in)
		if err != nil {
			checkMessage(t, in, err)
			return
		}
		if again, err := ParseSpan(span.String()); err != nil || again != span {
			t.Errorf("%q is %+v, prints as %s, and reads back as %+v, %v", in, span, span, again, err)
		}
		if span.Nominal() < 0 || span.Nominal() > maxDays*day {
			t.Errorf("%q is nominally %v", in, span.Nominal())
		}
		now := since.Add(time.Hour)
		if there := span.Add(now, time.UTC); there.Before(now) || there.After(now.AddDate(10, 0, 1)) {
			t.Errorf("%q from %s leads to %s", in, rfc(now), rfc(there))
		}
	})
}

func FuzzParseClock(f *testing.F) {
	for _, s := range []string{"", "10:00", "23:59", "24:00", "9:00", "9.00", "10:00:30", "aa:bb", "/0:00", "\xff0:00", "99:99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		clock, err := ParseClock(in)
		if err != nil {
			checkMessage(t, in, err)
			return
		}
		if clock.String() != in || clock.Hour < 0 || clock.Hour > 23 || clock.Minute < 0 || clock.Minute > 59 {
			t.Errorf("%q is %+v, and prints as %s", in, clock, clock)
		}
	})
}

func FuzzParseWeekday(f *testing.F) {
	for _, s := range []string{"", "mon", "sun", "Tuesday", "tues", "x", "İ", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		d, err := ParseWeekday(in)
		if err != nil {
			checkMessage(t, in, err)
			return
		}
		if got := Weekdays(0).With(d).String(); got != in {
			t.Errorf("%q is %v, and prints as %q", in, d, got)
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"", "2026-11-27", "2028-02-29", "2026-02-29", "0000-01-01", "2026-1-027", "+026-01-01", "\xff026-01-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		date, err := ParseDate(in)
		if err != nil {
			checkMessage(t, in, err)
			return
		}
		if date.String() != in {
			t.Errorf("%q is %+v, and prints as %s", in, date, date)
		}
		if start, end := StartOfDay(date, time.UTC), EndOfDay(date, time.UTC); end.Sub(start) != day {
			t.Errorf("%q is from %s to %s", in, rfc(start), rfc(end))
		}
	})
}

// FuzzForward holds, in any zone at any instant, what must always be true.
func FuzzForward(f *testing.F) {
	f.Add(uint16(0), int64(0), uint8(0), uint16(0), 0)
	f.Add(uint16(300), int64(1774746000), uint8(1), uint16(150), 7)
	f.Add(uint16(500), int64(1325239200), uint8(1<<5), uint16(600), -1)
	f.Add(uint16(77), int64(2493072000), uint8(255), uint16(1439), 3653)
	f.Fuzz(func(t *testing.T, pick uint16, seconds int64, on uint8, minute uint16, days int) {
		all := zones(t)
		z := all[int(pick)%len(all)]
		at := time.Unix(seconds%(1<<36), 0).UTC()
		clock := Clock{int(minute) % 1440 / 60, int(minute) % 60}
		named := Weekdays(on)

		there := Forward(at, named, &clock, z)
		if there.Before(at) || there.After(at.Add(10*day)) {
			t.Errorf("%s: Forward(%s, %q, %s) is %s, more than a week away or in the past", z, rfc(at), named, clock, rfc(there))
		}
		if again := Forward(there, named, &clock, z); !again.Equal(there) {
			t.Errorf("%s: Forward(%s, %q, %s) is %s, and from there %s", z, rfc(at), named, clock, rfc(there), rfc(again))
		}
		if kept := Forward(at, named, nil, z); kept.Before(at) || kept.After(at.Add(10*day)) {
			t.Errorf("%s: Forward(%s, %q) is %s, more than a week away or in the past", z, rfc(at), named, rfc(kept))
		}
		if r := Reached(at, z); instantOf(r, z).After(at) || !instantOf(r.Add(1), z).After(at) {
			t.Errorf("%s: Reached(%s) is %s, which is not the latest reading up to then", z, rfc(at), rfc(r))
		}
		days %= 4000
		moved := Span{Days: days}.Add(at, z)
		if back := (Span{Days: -days}).Sub(at, z); !back.Equal(moved) {
			t.Errorf("%s: %s and %d days is %s, less %d days %s", z, rfc(at), days, rfc(moved), -days, rfc(back))
		}
		if n := DaysBetween(at, moved, z); days >= 0 && n < days {
			t.Errorf("%s: %d days after %s are only %d days later", z, days, rfc(at), n)
		}
		w := Window{clock, Clock{clock.Minute % 24, clock.Hour}}
		if end := w.End(at, z); end.Before(at) || w.Contains(end, z) || !w.Contains(at, z) && !end.Equal(at) {
			t.Errorf("%s: %s ends %s from %s", z, w, rfc(end), rfc(at))
		}
		if start := w.Start(at, z); !start.IsZero() && (start.Before(at) || !w.Contains(start, z)) {
			t.Errorf("%s: %s starts %s from %s", z, w, rfc(start), rfc(at))
		}
	})
}
