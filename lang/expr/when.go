package expr

import (
	"time"

	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// earliest and latest bound the instants that functions answer, so that each has a year of four digits and sorts as text.
var (
	earliest = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC).UnixMilli()
	latest   = time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC).UnixMilli()
)

// withinYears bounds an instant.
func withinYears(t time.Time) time.Time {
	return time.UnixMilli(max(earliest, min(t.UnixMilli(), latest))).UTC()
}

// later is the instant a span after t by the calendar of the zone, earlier the one before it.
func later(t time.Time, s facts.Span, zone *time.Location) time.Time {
	return withinYears(calendar.Span(s).Add(withinYears(t), zone))
}

func earlier(t time.Time, s facts.Span, zone *time.Location) time.Time {
	return withinYears(calendar.Span(s).Sub(withinYears(t), zone))
}

// daysMax bounds days(n): what the calendar adds at most.
const daysMax = 366_000

// daysOf is a number of whole days as a span; a fraction of a day is dropped.
func daysOf(millionths int64) facts.Span {
	return facts.Span{Days: int(max(-daysMax, min(millionths/facts.Scale, daysMax)))}
}

// daysBetween is how many whole calendar days lie from a to b, negative where b is before a.
func daysBetween(a, b time.Time, zone *time.Location) int64 {
	return int64(calendar.DaysBetween(withinYears(a), withinYears(b), zone))
}

var weekdays = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// weekday is the day of the week in the zone, as the language writes it.
func weekday(t time.Time, zone *time.Location) string { return weekdays[t.In(zone).Weekday()] }

// timeLayout is how an instant is kept as text, always in UTC: texts sort as the instants do.
const timeLayout = "2006-01-02T15:04:05.000Z"

// timeText is an instant as text, to the millisecond.
func timeText(t time.Time) string { return withinYears(t).Format(timeLayout) }

// timeOf reads what timeText writes, and any RFC 3339 time; whether it is one.
func timeOf(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, false
	}
	return withinYears(t), true
}
