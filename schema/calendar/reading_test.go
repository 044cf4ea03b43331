package calendar

import (
	"testing"
	"time"
)

func TestLocalIsTheFirstInstantThatReadsSoOrLater(t *testing.T) {
	tests := []struct{ claim, zone, local, want string }{
		{"a plain hour", "Europe/Berlin", "2026-07-01 10:00:00", "2026-07-01T08:00:00Z"},
		{"UTC has no changes", "UTC", "2026-03-29 02:30:00", "2026-03-29T02:30:00Z"},
		{"before a gap", "Europe/Berlin", "2026-03-29 01:59:59", "2026-03-29T00:59:59Z"},
		{"the beginning of a gap is its end", "Europe/Berlin", "2026-03-29 02:00:00", "2026-03-29T01:00:00Z"},
		{"inside a gap", "Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29T01:00:00Z"},
		{"the end of a gap", "Europe/Berlin", "2026-03-29 03:00:00", "2026-03-29T01:00:00Z"},
		{"the first of two", "Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25T00:30:00Z"},
		{"the end of an overlap is there once", "Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25T02:00:00Z"},
		{"west of Greenwich, a gap", "America/New_York", "2026-03-08 02:30:00", "2026-03-08T07:00:00Z"},
		{"west of Greenwich, the first of two", "America/New_York", "2026-11-01 01:30:00", "2026-11-01T05:30:00Z"},
		{"Lord Howe leaves out half an hour", "Australia/Lord_Howe", "2026-10-04 02:15:00", "2026-10-03T15:30:00Z"},
		{"Lord Howe has half an hour twice", "Australia/Lord_Howe", "2026-04-05 01:45:00", "2026-04-04T14:45:00Z"},
		{"Cairo has a Friday without midnight", "Africa/Cairo", "2026-04-24 00:00:00", "2026-04-23T22:00:00Z"},
		{"Cairo reads 23:30 twice on a Thursday", "Africa/Cairo", "2026-10-29 23:30:00", "2026-10-29T20:30:00Z"},
		{"and midnight only after the second", "Africa/Cairo", "2026-10-30 00:00:00", "2026-10-29T22:00:00Z"},
		{"Santiago has a Sunday without midnight", "America/Santiago", "2026-09-06 00:30:00", "2026-09-06T04:00:00Z"},
		{"Troll moves two hours", "Antarctica/Troll", "2026-03-29 02:30:00", "2026-03-29T01:00:00Z"},
		{"Dublin counts winter as the exception", "Europe/Dublin", "2026-10-25 01:30:00", "2026-10-25T00:30:00Z"},
		{"Samoa left out a day", "Pacific/Apia", "2011-12-30 10:00:00", "2011-12-30T10:00:00Z"},
		{"Kwajalein left out a day", "Pacific/Kwajalein", "1993-08-21 12:00:00", "1993-08-21T12:00:00Z"},
		{"Kwajalein had 23 hours twice", "Pacific/Kwajalein", "1969-09-30 12:00:00", "1969-09-30T01:00:00Z"},
		{"Alaska had a day twice", "America/Juneau", "1867-10-18 16:00:00", "1867-10-18T00:57:41Z"},
		{"Amsterdam left out 28 seconds to be rid of them", "Europe/Amsterdam", "1937-07-01 00:00:10", "1937-06-30T22:40:28Z"},
		{"Monrovia was off by seconds until 1972", "Africa/Monrovia", "1972-01-06 12:00:00", "1972-01-06T12:44:30Z"},
		{"the last day of a leap year, far on", "Europe/Berlin", "2048-12-31 23:30:00", "2048-12-31T22:30:00Z"},
		{"the day after it", "Europe/Berlin", "2049-01-01 00:30:00", "2048-12-31T23:30:00Z"},
		{"summer in the last day of a leap year", "Australia/Sydney", "2048-12-31 12:00:00", "2048-12-31T01:00:00Z"},
		{"a far year", "Europe/Berlin", "9999-12-31 23:59:59", "9999-12-31T22:59:59Z"},
		{"the first year", "Europe/Berlin", "0001-01-01 00:00:00", "0000-12-31T23:06:32Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			l := instant(t, tt.local+"Z")
			got := Local(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), l.Second(), l.Nanosecond(), zone(t, tt.zone))
			if rfc(got) != tt.want {
				t.Errorf("Local(%s, %s)\n got %s\nwant %s", tt.local, tt.zone, rfc(got), tt.want)
			}
			if got.Location() != time.UTC {
				t.Errorf("Local(%s, %s) is in %v, want UTC", tt.local, tt.zone, got.Location())
			}
		})
	}
}

func TestLocalKeepsNanosecondsAndCarriesOver(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	got := Local(2026, 3, 0, 25, 59, 60, 7, berlin)
	if want := "2026-03-01T01:00:00.000000007Z"; rfc(got) != want {
		t.Errorf("Local(day 0 of March at 25:59:60)\n got %s\nwant %s", rfc(got), want)
	}
}

func TestAFixedZoneMayBeAsWideAsItLikes(t *testing.T) {
	for _, hours := range []int{0, 1, -12, 14, 26, -26, 40, -100, 5000} {
		z := time.FixedZone("odd", hours*3600)
		want := time.Date(2026, 5, 4, 10, 30, 0, 0, z).UTC()
		if got := Local(2026, 5, 4, 10, 30, 0, 0, z); !got.Equal(want) {
			t.Errorf("Local in a zone of %d hours\n got %s\nwant %s", hours, rfc(got), rfc(want))
		}
		if got := settledAt(readingOf(want, z), z); !got.Equal(want) {
			t.Errorf("settledAt in a zone of %d hours\n got %s\nwant %s", hours, rfc(got), rfc(want))
		}
		if got, want := Reached(want, z), readingOf(want, z); !got.Equal(want) {
			t.Errorf("Reached in a zone of %d hours\n got %s\nwant %s", hours, rfc(got), rfc(want))
		}
	}
}

func TestReachedStandsStillInTheSecondPass(t *testing.T) {
	tests := []struct{ claim, zone, at, want string }{
		{"a plain instant", "Europe/Berlin", "2026-07-01T08:00:00Z", "2026-07-01T10:00:00Z"},
		{"just before a gap", "Europe/Berlin", "2026-03-29T00:59:59.999999999Z", "2026-03-29T01:59:59.999999999Z"},
		{"a gap has been reached with its end", "Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"},
		{"in the first pass", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z"},
		{"in the second pass", "Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:59:59.999999999Z"},
		{"after the second pass", "Europe/Berlin", "2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"},
		{"in a day that was there twice", "America/Juneau", "1867-10-19T00:00:00Z", "1867-10-19T15:02:19Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			if got := Reached(instant(t, tt.at), zone(t, tt.zone)); rfc(got) != tt.want {
				t.Errorf("Reached(%s, %s)\n got %s\nwant %s", tt.at, tt.zone, rfc(got), tt.want)
			}
		})
	}
}
