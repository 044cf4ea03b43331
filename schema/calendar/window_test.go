package calendar

import "testing"

func TestAWindowIsASpanOfInstants(t *testing.T) {
	tests := []struct {
		claim, zone, from, to, at string
		contains                  bool
		end, start                string
	}{
		{"in the evening", "Europe/Berlin", "21:00", "08:00", "2026-06-03T20:00:00Z", true, "2026-06-04T06:00:00Z", "2026-06-03T20:00:00Z"},
		{"after midnight", "Europe/Berlin", "21:00", "08:00", "2026-06-03T23:00:00Z", true, "2026-06-04T06:00:00Z", "2026-06-03T23:00:00Z"},
		{"it begins with From", "Europe/Berlin", "21:00", "08:00", "2026-06-03T19:00:00Z", true, "2026-06-04T06:00:00Z", "2026-06-03T19:00:00Z"},
		{"not a nanosecond before", "Europe/Berlin", "21:00", "08:00", "2026-06-03T18:59:59.999999999Z", false, "2026-06-03T18:59:59.999999999Z", "2026-06-03T19:00:00Z"},
		{"it is over with To", "Europe/Berlin", "21:00", "08:00", "2026-06-03T06:00:00Z", false, "2026-06-03T06:00:00Z", "2026-06-03T19:00:00Z"},
		{"within one day", "Europe/Berlin", "12:00", "13:00", "2026-06-03T10:30:00Z", true, "2026-06-03T11:00:00Z", "2026-06-03T10:30:00Z"},
		{"before it on the same day", "Europe/Berlin", "12:00", "13:00", "2026-06-03T08:30:00Z", false, "2026-06-03T08:30:00Z", "2026-06-03T10:00:00Z"},
		{"the hours are the customer's", "America/New_York", "21:00", "08:00", "2026-06-03T20:00:00Z", false, "2026-06-03T20:00:00Z", "2026-06-04T01:00:00Z"},
		{"a night in spring is an hour shorter", "Europe/Berlin", "21:00", "08:00", "2026-03-28T21:00:00Z", true, "2026-03-29T06:00:00Z", "2026-03-28T21:00:00Z"},
		{"an end in a gap is the end of the gap", "Europe/Berlin", "21:00", "02:30", "2026-03-28T22:00:00Z", true, "2026-03-29T01:00:00Z", "2026-03-28T22:00:00Z"},
		{"a window in a gap is left out", "Europe/Berlin", "02:15", "02:45", "2026-03-29T00:30:00Z", false, "2026-03-29T00:30:00Z", "2026-03-30T00:15:00Z"},
		{"an end that is there twice is the first", "Europe/Berlin", "21:00", "02:30", "2026-10-25T00:29:00Z", true, "2026-10-25T00:30:00Z", "2026-10-25T00:29:00Z"},
		{"and the second pass stays open", "Europe/Berlin", "21:00", "02:30", "2026-10-25T01:10:00Z", false, "2026-10-25T01:10:00Z", "2026-10-25T20:00:00Z"},
		{"a beginning that is there twice is the first", "Europe/Berlin", "02:30", "04:00", "2026-10-25T01:10:00Z", true, "2026-10-25T03:00:00Z", "2026-10-25T01:10:00Z"},
		{"a window that ends with the overlap ends with its second pass", "Europe/Berlin", "02:00", "03:00", "2026-10-25T01:59:00Z", true, "2026-10-25T02:00:00Z", "2026-10-25T01:59:00Z"},
		{"a missing day joins two windows", "Pacific/Apia", "21:00", "20:00", "2011-12-30T08:00:00Z", true, "2011-12-31T06:00:00Z", "2011-12-30T08:00:00Z"},
		{"equal ends are no window", "Europe/Berlin", "08:00", "08:00", "2026-06-03T06:00:00Z", false, "2026-06-03T06:00:00Z", "0001-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			w := Window{must(ParseClock(tt.from))(t), must(ParseClock(tt.to))(t)}
			at, z := instant(t, tt.at), zone(t, tt.zone)
			if got := w.Contains(at, z); got != tt.contains {
				t.Errorf("%s contains %s in %s: got %t, want %t", w, tt.at, z, got, tt.contains)
			}
			if got := w.End(at, z); rfc(got) != tt.end {
				t.Errorf("end of %s from %s in %s\n got %s\nwant %s", w, tt.at, z, rfc(got), tt.end)
			}
			if got := w.Start(at, z); rfc(got) != tt.start {
				t.Errorf("start of %s from %s in %s\n got %s\nwant %s", w, tt.at, z, rfc(got), tt.start)
			}
		})
	}
}
