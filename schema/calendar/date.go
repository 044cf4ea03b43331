package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day of the calendar, in no zone yet.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads year, month and day: "2026-11-27". The day must exist. The
// error tells a marketer what to write instead.
func ParseDate(s string) (Date, error) {
	const layout = "2006-01-02"
	if len(s) != len(layout) || s[4] != '-' || s[7] != '-' {
		return Date{}, fmt.Errorf(`%s is no date; write year, month and day, such as "2026-11-27"`, shown(s))
	}
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() == 0 {
		return Date{}, fmt.Errorf(`%s is not a day of the calendar; write year, month and day, such as "2026-11-27"`, shown(s))
	}
	return dateOf(t), nil
}

// DateOf returns the date that a clock in zone shows at t.
func DateOf(t time.Time, zone *time.Location) Date { return dateOf(readingOf(t, zone)) }

func dateOf(reading time.Time) Date {
	year, month, day := reading.Date()
	return Date{year, month, day}
}

// String returns d as ParseDate reads it.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Compare returns -1, 0 or 1 as d is before o, the same day, or after it.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// midnight returns the reading at which d begins.
func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// StartOfDay returns the first instant of d in zone. Where the clock leaves out
// midnight that is the first instant after the gap; where it leaves out all of
// d, the first instant of the next day.
func StartOfDay(d Date, zone *time.Location) time.Time { return instantOf(d.midnight(), zone) }

// EndOfDay returns the first instant after the last one of d in zone: from
// StartOfDay of one date to just before EndOfDay of another lies all that any
// clock calls a day from the one to the other. It is StartOfDay of the next
// day, unless the clock is put back from that day into d; and where zone leaves
// out d, it equals StartOfDay(d).
func EndOfDay(d Date, zone *time.Location) time.Time { return settledAt(d.midnight().Add(day), zone) }

// DaysBetween returns how many whole calendar days lie between a and b by a
// clock in zone: the most days that can be added to a without passing b, or to
// b without passing a, negative then. So DaysBetween(t, now) >= 7 holds from the
// very instant on to which "7d" after t leads. For the distance of two dates
// whatever the hour, give it their StartOfDay.
func DaysBetween(a, b time.Time, zone *time.Location) int {
	if b.Before(a) {
		return -DaysBetween(b, a, zone)
	}
	from, to := readingOf(a, zone), Reached(b, zone)
	seconds := to.Unix() - from.Unix()
	if to.Nanosecond() < from.Nanosecond() {
		seconds--
	}
	return int(seconds / int64(day/time.Second))
}
