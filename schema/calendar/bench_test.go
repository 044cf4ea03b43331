package calendar

import (
	"fmt"
	"testing"
	"time"
)

// The baseline of each benchmark is what the time package offers for the same
// question. It is wrong in gaps and overlaps, and knows no last day of a month.
//
// Each is asked twice. The time package keeps the stretch at hand in which a zone
// was loaded, so "near" is near in 2026 only; "far", it reads the zone's rule anew
// at each look-up, which is where the time goes.
var benchInstants = []struct {
	name string
	at   time.Time
}{
	{"near", time.Date(2026, 6, 3, 8, 17, 30, 0, time.UTC)},
	{"far", time.Date(2039, 11, 3, 8, 17, 30, 0, time.UTC)},
}

var sink time.Time

func compare(b *testing.B, name string, ours, baseline func(t time.Time, z *time.Location) time.Time) {
	for _, zoneName := range []string{"Europe/Berlin", "America/New_York", "UTC"} {
		z := zone(b, zoneName)
		for _, when := range benchInstants {
			for _, side := range []struct {
				name string
				do   func(time.Time, *time.Location) time.Time
			}{{"ours", ours}, {"baseline", baseline}} {
				b.Run(fmt.Sprintf("%s/%s/%s/%s", name, zoneName, when.name, side.name), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						sink = side.do(when.at, z)
					}
				})
			}
		}
	}
}

func BenchmarkAdd(b *testing.B) {
	compare(b, "7d",
		func(t time.Time, z *time.Location) time.Time { return Span{Days: 7}.Add(t, z) },
		func(t time.Time, z *time.Location) time.Time { return t.In(z).AddDate(0, 0, 7).UTC() })
	compare(b, "3mo",
		func(t time.Time, z *time.Location) time.Time { return Span{Months: 3}.Add(t, z) },
		func(t time.Time, z *time.Location) time.Time { return t.In(z).AddDate(0, 3, 0).UTC() })
}

func BenchmarkForward(b *testing.B) {
	ten := Clock{10, 0}
	weekdays := Weekdays(0).With(time.Tuesday).With(time.Wednesday).With(time.Thursday)
	compare(b, "tue_wed_thu_10:00",
		func(t time.Time, z *time.Location) time.Time { return Forward(t, weekdays, &ten, z) },
		func(t time.Time, z *time.Location) time.Time {
			local := t.In(z)
			for {
				year, month, day := local.Date()
				at := time.Date(year, month, day, 10, 0, 0, 0, z)
				if !at.Before(t) && weekdays.Has(at.Weekday()) {
					return at.UTC()
				}
				local = local.AddDate(0, 0, 1)
			}
		})
}

func BenchmarkWindow(b *testing.B) {
	quiet := Window{Clock{21, 0}, Clock{8, 0}}
	compare(b, "end",
		func(t time.Time, z *time.Location) time.Time { return quiet.End(t, z) },
		func(t time.Time, z *time.Location) time.Time {
			local := t.In(z)
			year, month, day := local.Date()
			switch hour := local.Hour(); {
			case hour >= 21:
				return time.Date(year, month, day+1, 8, 0, 0, 0, z).UTC()
			case hour < 8:
				return time.Date(year, month, day, 8, 0, 0, 0, z).UTC()
			default:
				return t.UTC()
			}
		})
}

func BenchmarkLocal(b *testing.B) {
	compare(b, "date",
		func(t time.Time, z *time.Location) time.Time { return Local(t.Year(), 6, 3, 10, 0, 0, 0, z) },
		func(t time.Time, z *time.Location) time.Time { return time.Date(t.Year(), 6, 3, 10, 0, 0, 0, z).UTC() })
}
