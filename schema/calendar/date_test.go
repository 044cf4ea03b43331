package calendar

import (
	"strings"
	"testing"
)

func TestParseDateReadsDaysThatExist(t *testing.T) {
	for _, in := range []string{"2026-11-27", "2028-02-29", "0001-01-01", "9999-12-31"} {
		got, err := ParseDate(in)
		if err != nil || got.String() != in {
			t.Errorf("ParseDate(%q) is %v, %v", in, got, err)
		}
	}
	if got, want := must(ParseDate("2026-11-27"))(t), (Date{2026, 11, 27}); got != want {
		t.Errorf("ParseDate is %+v, want %+v", got, want)
	}
}

func TestParseDateSaysWhatToWrite(t *testing.T) {
	const form = `; write year, month and day, such as "2026-11-27"`
	tests := []struct{ in, want string }{
		{"", `"" is no date` + form},
		{"27.11.2026", `"27.11.2026" is no date` + form},
		{"2026-11-27T00:00:00Z", `"2026-11-27T00:00:00Z" is no date` + form},
		{"2026-1-027", `"2026-1-027" is no date` + form},
		{"2026-02-29", `"2026-02-29" is not a day of the calendar` + form},
		{"2026-13-01", `"2026-13-01" is not a day of the calendar` + form},
		{"0000-01-01", `"0000-01-01" is not a day of the calendar` + form},
		{strings.Repeat("2", 1<<20), `"` + strings.Repeat("2", 40) + `…" is no date` + form},
	}
	for _, tt := range tests {
		if got, err := ParseDate(tt.in); err == nil || err.Error() != tt.want || got != (Date{}) {
			t.Errorf("ParseDate(%s)\n got %v, %v\nwant %s", shown(tt.in), got, err, tt.want)
		}
	}
}

func TestCompareOrdersDates(t *testing.T) {
	ordered := []string{"2025-12-31", "2026-01-01", "2026-01-02", "2026-02-01", "2027-01-01"}
	for i, a := range ordered {
		for j, b := range ordered {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := must(ParseDate(a))(t).Compare(must(ParseDate(b))(t)); got != want {
				t.Errorf("%s against %s: got %d, want %d", a, b, got, want)
			}
		}
	}
}

// must lets a table use a parser whose input is known to be right.
func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestADayGoesFromItsFirstInstantToItsLast(t *testing.T) {
	tests := []struct{ claim, zone, date, start, end string }{
		{"a plain day", "Europe/Berlin", "2026-11-27", "2026-11-26T23:00:00Z", "2026-11-27T23:00:00Z"},
		{"23 hours in spring", "Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"},
		{"25 hours in autumn", "Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"},
		{"no midnight", "Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"},
		{"the last hour twice", "Africa/Cairo", "2026-10-29", "2026-10-28T21:00:00Z", "2026-10-29T22:00:00Z"},
		{"the first hour twice", "America/Havana", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"},
		{"back into the day a minute past its end", "America/St_Johns", "2010-11-06", "2010-11-06T02:30:00Z", "2010-11-07T03:30:00Z"},
		{"and the day that had begun", "America/St_Johns", "2010-11-07", "2010-11-07T02:30:00Z", "2010-11-08T03:30:00Z"},
		{"a day that is missing is empty", "Pacific/Apia", "2011-12-30", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"a day that was there twice", "America/Juneau", "1867-10-18", "1867-10-17T08:57:41Z", "1867-10-19T08:57:41Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			date, z := must(ParseDate(tt.date))(t), zone(t, tt.zone)
			if got := StartOfDay(date, z); rfc(got) != tt.start {
				t.Errorf("StartOfDay(%s, %s)\n got %s\nwant %s", date, z, rfc(got), tt.start)
			}
			if got := EndOfDay(date, z); rfc(got) != tt.end {
				t.Errorf("EndOfDay(%s, %s)\n got %s\nwant %s", date, z, rfc(got), tt.end)
			}
		})
	}
}

func TestDateOfIsTheZonesDate(t *testing.T) {
	at := instant(t, "2026-06-05T23:30:00Z")
	for name, want := range map[string]string{"UTC": "2026-06-05", "Europe/Berlin": "2026-06-06", "America/New_York": "2026-06-05", "Pacific/Auckland": "2026-06-06"} {
		if got := DateOf(at, zone(t, name)); got.String() != want {
			t.Errorf("DateOf(%s, %s) is %s, want %s", rfc(at), name, got, want)
		}
	}
}

func TestDaysBetweenCountsWholeDaysByTheClock(t *testing.T) {
	tests := []struct {
		claim, zone, a, b string
		want              int
	}{
		{"no time", "Europe/Berlin", "2026-06-01T08:00:00Z", "2026-06-01T08:00:00Z", 0},
		{"a nanosecond less than a week", "Europe/Berlin", "2026-06-01T08:00:00Z", "2026-06-08T07:59:59.999999999Z", 6},
		{"a week to the instant", "Europe/Berlin", "2026-06-01T08:00:00Z", "2026-06-08T08:00:00Z", 7},
		{"late one day to early the next", "Europe/Berlin", "2026-06-01T21:00:00Z", "2026-06-02T05:00:00Z", 0},
		{"23 hours in spring", "Europe/Berlin", "2026-03-28T09:00:00Z", "2026-03-29T08:00:00Z", 1},
		{"24 hours in autumn", "Europe/Berlin", "2026-10-24T08:00:00Z", "2026-10-25T08:00:00Z", 0},
		{"into a gap is reached with its end", "Europe/Berlin", "2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", 1},
		{"the second pass is later than the first", "Europe/Berlin", "2026-10-24T00:50:00Z", "2026-10-25T01:10:00Z", 1},
		{"over a missing day", "Pacific/Apia", "2011-12-30T09:00:00Z", "2011-12-30T10:00:00Z", 1},
		{"nanoseconds count", "UTC", "2026-06-01T00:00:00.5Z", "2026-06-02T00:00:00.4Z", 0},
		{"centuries", "UTC", "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", 3652058},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			a, b, z := instant(t, tt.a), instant(t, tt.b), zone(t, tt.zone)
			if got, back := DaysBetween(a, b, z), DaysBetween(b, a, z); got != tt.want || back != -tt.want {
				t.Errorf("DaysBetween(%s, %s, %s)\n got %d and %d the other way\nwant %d", tt.a, tt.b, z, got, back, tt.want)
			}
		})
	}
}
