package calendar

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"
)

// Span is the length of a wait as it is written. "30s", "15m" and "2h" are
// exact; "7d" and "2w" are calendar days; "3mo" is calendar months. Exactly one
// field is not zero, or all are.
type Span struct {
	Months, Days int
	Exact        time.Duration
}

// The most that ParseSpan accepts is ten years, up to three of them leap years.
const (
	maxMonths = 10 * 12
	maxDays   = 10*365 + 3
	maxExact  = maxDays * day
)

// farthest bounds the spans that Add and Sub apply, in years. A number of days
// may come from a shop's data; what is absurd must stay a date that can be stored.
const farthest = 1000

// nominalMonth is the length of a month where spans are only compared.
const nominalMonth = 30

// IsZero reports whether the span is no wait at all.
func (s Span) IsZero() bool { return s == Span{} }

// Add returns the instant s after t. Calendar days and months are those of a
// clock in zone and keep its time of day: where that does not exist on the day
// they lead to, the result is the first instant after the gap, and where it is
// there twice, the first of the two. Months lead to the same day of the month,
// or to its last day if it is shorter. The zero span returns t. Days and months
// beyond a thousand years count as a thousand years.
func (s Span) Add(t time.Time, zone *time.Location) time.Time {
	return s.move(t, 1, zone)
}

// Sub returns the instant s before t, by the rules of Add. It is never after t
// for a span that is not negative, but equals t where the day it leads to is
// missing from the calendar and t is the first instant after it.
func (s Span) Sub(t time.Time, zone *time.Location) time.Time {
	return s.move(t, -1, zone)
}

// move adds s to t, or subtracts it where sign is -1.
func (s Span) move(t time.Time, sign int, zone *time.Location) time.Time {
	switch {
	case s.Months != 0:
		months := sign * min(max(s.Months, -farthest*12), farthest*12)
		return instantOf(addMonths(readingOf(t, zone), months), zone)
	case s.Days != 0:
		days := sign * min(max(s.Days, -farthest*366), farthest*366)
		return instantOf(addDays(readingOf(t, zone), days), zone)
	default:
		return t.UTC().Add(time.Duration(sign) * s.Exact)
	}
}

// addDays goes by seconds, since a time.Duration ends after 292 years.
func addDays(reading time.Time, days int) time.Time {
	return time.Unix(reading.Unix()+int64(days)*int64(day/time.Second), int64(reading.Nanosecond())).UTC()
}

// addMonths takes the last day of a month that is too short. time.Time.AddDate
// goes on into the next month instead: 31 January and a month is 3 March there.
func addMonths(reading time.Time, months int) time.Time {
	year, month, date := reading.Date()
	first := time.Date(year, month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return addDays(first, min(date, last)-1).Add(reading.Sub(midnight(reading)))
}

// Nominal returns roughly how long s is: a month counts as 30 days and a day as
// 24 hours. It is for warnings and for sorting, never for when something is due.
// What a time.Duration cannot hold, some 292 years, is the longest that it can.
func (s Span) Nominal() time.Duration {
	days := float64(s.Months)*nominalMonth + float64(s.Days)
	switch length := days*float64(day) + float64(s.Exact); {
	case length >= math.MaxInt64:
		return math.MaxInt64
	case length <= math.MinInt64:
		return math.MinInt64
	default:
		return (time.Duration(s.Months)*nominalMonth+time.Duration(s.Days))*day + s.Exact
	}
}

// Compare returns -1, 0 or 1 as s is nominally shorter than o, as long, or
// longer. "1mo" and "30d" compare as equal and are not the same span.
func (s Span) Compare(o Span) int { return cmp.Compare(s.Nominal(), o.Nominal()) }

// String returns s as it is written, in the largest unit that needs no
// fraction; days are not gathered into weeks, nor hours into days. ParseSpan
// reads back whatever it returned.
func (s Span) String() string {
	switch {
	case s.Months != 0:
		return fmt.Sprintf("%dmo", s.Months)
	case s.Days != 0:
		return fmt.Sprintf("%dd", s.Days)
	case s.Exact == 0:
		return "0s"
	case s.Exact%time.Hour == 0:
		return fmt.Sprintf("%dh", s.Exact/time.Hour)
	case s.Exact%time.Minute == 0:
		return fmt.Sprintf("%dm", s.Exact/time.Minute)
	case s.Exact%time.Second == 0:
		return fmt.Sprintf("%ds", s.Exact/time.Second)
	default:
		return s.Exact.String() // Not written by anyone, but it must not print as something else.
	}
}

// ParseSpan reads one whole number and one unit: s, m, h, d, w or mo. There is
// no sign, fraction, space or second unit, and at most ten years. The error
// tells a marketer what to write instead.
func ParseSpan(s string) (Span, error) {
	number, unit := splitSpan(s)
	span, known := spanOf(number, unit)
	if !known || len(number) > 1 && number[0] == '0' {
		return Span{}, spanError(s)
	}
	if span.tooLong() {
		return Span{}, fmt.Errorf("%s is longer than ten years, the most that a length of time may be", shown(s))
	}
	return span, nil
}

func (s Span) tooLong() bool {
	return s.Months > maxMonths || s.Days > maxDays || s.Exact > maxExact
}

// splitSpan divides s after the digits that it begins with.
func splitSpan(s string) (number, unit string) {
	unit = strings.TrimLeft(s, "0123456789")
	return s[:len(s)-len(unit)], unit
}

// spanOf returns the span of a number, all digits, and a unit. A number too
// large for any unit gives a span that is too long, not an overflow.
func spanOf(number, unit string) (span Span, known bool) {
	if number == "" {
		return Span{}, false
	}
	const tooLong = int(maxExact/time.Second) + 1
	n := 0
	for _, digit := range number {
		n = min(10*n+int(digit-'0'), tooLong)
	}
	switch unit {
	case "s":
		return Span{Exact: time.Duration(n) * time.Second}, true
	case "m":
		return Span{Exact: time.Duration(min(n, tooLong/60+1)) * time.Minute}, true
	case "h":
		return Span{Exact: time.Duration(min(n, tooLong/3600+1)) * time.Hour}, true
	case "d":
		return Span{Days: n}, true
	case "w":
		return Span{Days: 7 * n}, true
	case "mo":
		return Span{Months: n}, true
	default:
		return Span{}, false
	}
}
