package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestForwardGoesToTheFirstInstantThatSatisfiesBoth(t *testing.T) {
	tests := []struct{ claim, zone, from, on, at, want string }{
		{"nothing to satisfy", "Europe/Berlin", "2026-06-03T08:00:00Z", "", "", "2026-06-03T08:00:00Z"},
		{"the hour is later today", "Europe/Berlin", "2026-06-03T07:00:00Z", "", "10:00", "2026-06-03T08:00:00Z"},
		{"the hour is now", "Europe/Berlin", "2026-06-03T08:00:00Z", "", "10:00", "2026-06-03T08:00:00Z"},
		{"half a minute later is tomorrow", "Europe/Berlin", "2026-06-03T08:00:30Z", "", "10:00", "2026-06-04T08:00:00Z"},
		{"so is a nanosecond", "Europe/Berlin", "2026-06-03T08:00:00.000000001Z", "", "10:00", "2026-06-04T08:00:00Z"},
		{"a named day is kept at its hour", "Europe/Berlin", "2026-06-03T08:17:30.5Z", "wed", "", "2026-06-03T08:17:30.5Z"},
		{"another day comes at the hour reached", "Europe/Berlin", "2026-06-03T08:17:30.5Z", "fri", "", "2026-06-05T08:17:30.5Z"},
		{"the first of several days", "Europe/Berlin", "2026-06-05T08:00:00Z", "tue wed thu", "", "2026-06-09T08:00:00Z"},
		{"a named day whose hour is past is next week", "Europe/Berlin", "2026-06-03T09:00:00Z", "wed", "10:00", "2026-06-10T08:00:00Z"},
		{"or the next named day", "Europe/Berlin", "2026-06-03T09:00:00Z", "wed thu", "10:00", "2026-06-04T08:00:00Z"},
		{"the weekday is the zone's, not UTC's", "Pacific/Auckland", "2026-06-05T01:00:00Z", "mon", "08:00", "2026-06-07T20:00:00Z"},
		{"an hour in a gap is its end", "Europe/Berlin", "2026-03-28T12:00:00Z", "", "02:30", "2026-03-29T01:00:00Z"},
		{"whose end satisfies", "Europe/Berlin", "2026-03-29T01:00:00Z", "sun", "02:30", "2026-03-29T01:00:00Z"},
		{"and nothing after it", "Europe/Berlin", "2026-03-29T01:00:01Z", "", "02:30", "2026-03-30T00:30:00Z"},
		{"an hour that is there twice is the first", "Europe/Berlin", "2026-10-24T12:00:00Z", "", "02:30", "2026-10-25T00:30:00Z"},
		{"and the second pass is too late", "Europe/Berlin", "2026-10-25T01:30:00Z", "", "02:30", "2026-10-26T01:30:00Z"},
		{"even before the hour in the second pass", "Europe/Berlin", "2026-10-25T01:10:00Z", "", "02:30", "2026-10-26T01:30:00Z"},
		{"the second pass of a named day is kept without an hour", "Europe/Berlin", "2026-10-25T01:30:00Z", "sun", "", "2026-10-25T01:30:00Z"},
		{"the hour reached in the second pass", "Europe/Berlin", "2026-10-25T01:30:00Z", "mon", "", "2026-10-26T01:30:00Z"},
		{"the hour reached falls into a gap", "Europe/Berlin", "2026-03-28T01:30:00Z", "sun", "", "2026-03-29T01:00:00Z"},
		{"a day without midnight", "Africa/Cairo", "2026-04-23T12:00:00Z", "fri", "00:00", "2026-04-23T22:00:00Z"},
		{"the last hour of a day before the clock goes back to it", "Africa/Cairo", "2026-10-29T12:00:00Z", "thu", "23:30", "2026-10-29T20:30:00Z"},
		{"a named day that is missing", "Pacific/Apia", "2011-12-29T20:00:00Z", "fri", "10:00", "2011-12-30T10:00:00Z"},
		{"the instant after it satisfies", "Pacific/Apia", "2011-12-30T10:00:00Z", "fri", "10:00", "2011-12-30T10:00:00Z"},
		{"later it does not", "Pacific/Apia", "2011-12-30T10:00:01Z", "fri", "10:00", "2012-01-05T20:00:00Z"},
		{"a missing day at the hour reached", "Pacific/Apia", "2011-12-29T20:00:00Z", "fri", "", "2011-12-30T10:00:00Z"},
		{"which satisfies too", "Pacific/Apia", "2011-12-30T10:00:00Z", "fri", "", "2011-12-30T10:00:00Z"},
		{"any day, on the missing one", "Pacific/Apia", "2011-12-29T22:00:00Z", "", "11:00", "2011-12-30T10:00:00Z"},
		{"the day after the missing one", "Pacific/Apia", "2011-12-29T22:00:00Z", "sat", "11:00", "2011-12-30T21:00:00Z"},
		{"a day that is there twice", "America/Juneau", "1867-10-18T20:00:00Z", "fri", "10:00", "1867-10-25T18:57:41Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			var on Weekdays
			for _, name := range strings.Fields(tt.on) {
				d, err := ParseWeekday(name)
				if err != nil {
					t.Fatal(err)
				}
				on = on.With(d)
			}
			var at *Clock
			if tt.at != "" {
				clock, err := ParseClock(tt.at)
				if err != nil {
					t.Fatal(err)
				}
				at = &clock
			}
			got := Forward(instant(t, tt.from).In(zone(t, "Asia/Tokyo")), on, at, zone(t, tt.zone))
			if rfc(got) != tt.want || got.Location() != time.UTC {
				t.Errorf("Forward(%s, %q, %q, %s)\n got %s\nwant %s", tt.from, tt.on, tt.at, tt.zone, rfc(got), tt.want)
			}
		})
	}
}
