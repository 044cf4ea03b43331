package calendar

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestParseSpanReadsOneNumberAndOneUnit(t *testing.T) {
	tests := []struct {
		in   string
		want Span
		out  string
	}{
		{"30s", Span{Exact: 30 * time.Second}, "30s"},
		{"15m", Span{Exact: 15 * time.Minute}, "15m"},
		{"90m", Span{Exact: 90 * time.Minute}, "90m"},
		{"120m", Span{Exact: 2 * time.Hour}, "2h"},
		{"3600s", Span{Exact: time.Hour}, "1h"},
		{"48h", Span{Exact: 48 * time.Hour}, "48h"},
		{"7d", Span{Days: 7}, "7d"},
		{"2w", Span{Days: 14}, "14d"},
		{"3mo", Span{Months: 3}, "3mo"},
		{"0s", Span{}, "0s"},
		{"0d", Span{}, "0s"},
		{"0mo", Span{}, "0s"},
		{"120mo", Span{Months: 120}, "120mo"},
		{"3653d", Span{Days: 3653}, "3653d"},
		{"521w", Span{Days: 3647}, "3647d"},
		{"87672h", Span{Exact: 87672 * time.Hour}, "87672h"},
		{"315619200s", Span{Exact: 87672 * time.Hour}, "87672h"},
	}
	for _, tt := range tests {
		got, err := ParseSpan(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("ParseSpan(%q)\n got %+v, %v\nwant %+v", tt.in, got, err, tt.want)
		}
		if got.String() != tt.out {
			t.Errorf("ParseSpan(%q).String()\n got %s\nwant %s", tt.in, got, tt.out)
		}
		if got.IsZero() != (tt.out == "0s") {
			t.Errorf("ParseSpan(%q).IsZero() is %t", tt.in, got.IsZero())
		}
	}
}

func TestParseSpanSaysWhatToWrite(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", `a length of time is empty; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"1d12h", `"1d12h" has two units; write one whole number and one unit, such as "36h" for a day and a half`},
		{"1.5h", `"1.5h" has a fraction; take a smaller unit, such as "90m" for an hour and a half`},
		{"1,5 h", `"1,5 h" has a fraction; take a smaller unit, such as "90m" for an hour and a half`},
		{"-3d", `"-3d" is negative; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{" 7d", `" 7d" is not how a length of time is written; write "7d"`},
		{"7 d", `"7 d" is not how a length of time is written; write "7d"`},
		{"7 Days", `"7 Days" is not how a length of time is written; write "7d"`},
		{"7D", `"7D" is not how a length of time is written; write "7d"`},
		{"07d", `"07d" is not how a length of time is written; write "7d"`},
		{"00d", `"00d" is not how a length of time is written; write "0d"`},
		{"3 months", `"3 months" is not how a length of time is written; write "3mo"`},
		{"2years", `"2years" is not how a length of time is written; write "24mo"`},
		{"5min", `"5min" is not how a length of time is written; write "5m"`},
		{"3M", `"3M" could be minutes or months; write "3m" or "3mo"`},
		{"7", `"7" has no unit; write "7d" if you mean days`},
		{"d", `"d" does not begin with a number; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"M", `"M" does not begin with a number; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"years", `"years" does not begin with a number; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"+7d", `"+7d" does not begin with a number; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"500ms", `"500ms" has the unknown unit "ms"; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"３d", `"３d" does not begin with a number; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"20years", `"20years" has the unknown unit "years"; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"121mo", `"121mo" is longer than ten years, the most that a length of time may be`},
		{"3654d", `"3654d" is longer than ten years, the most that a length of time may be`},
		{"522w", `"522w" is longer than ten years, the most that a length of time may be`},
		{"87673h", `"87673h" is longer than ten years, the most that a length of time may be`},
		{"315619201s", `"315619201s" is longer than ten years, the most that a length of time may be`},
		{"5260321m", `"5260321m" is longer than ten years, the most that a length of time may be`},
		{"160000000m", `"160000000m" is longer than ten years, the most that a length of time may be`},
		{"3000000h", `"3000000h" is longer than ten years, the most that a length of time may be`},
		{strings.Repeat("9", 30) + "h", `"` + strings.Repeat("9", 30) + `h" is longer than ten years, the most that a length of time may be`},
		{strings.Repeat("9", 1<<20) + "w", `"` + strings.Repeat("9", 40) + `…" is longer than ten years, the most that a length of time may be`},
		{strings.Repeat("ü", 1<<19), `"` + strings.Repeat("ü", 20) + `…" is no length of time; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
		{"x" + strings.Repeat("ü", 1<<19), `"x` + strings.Repeat("ü", 19) + `…" is no length of time; write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`},
	}
	for _, tt := range tests {
		got, err := ParseSpan(tt.in)
		if err == nil {
			t.Errorf("ParseSpan(%s) is %v, want an error", shown(tt.in), got)
			continue
		}
		if err.Error() != tt.want {
			t.Errorf("ParseSpan(%s)\n got %s\nwant %s", shown(tt.in), err, tt.want)
		}
		if !got.IsZero() {
			t.Errorf("ParseSpan(%s) gives %v beside its error", shown(tt.in), got)
		}
	}
}

func TestAddKeepsTheClockAndExactSpansDoNot(t *testing.T) {
	tests := []struct{ claim, zone, from, span, want string }{
		{"an exact span over the change in spring", "Europe/Berlin", "2026-03-28T09:00:00Z", "24h", "2026-03-29T09:00:00Z"},
		{"a day over it keeps the hour", "Europe/Berlin", "2026-03-28T09:00:00Z", "1d", "2026-03-29T08:00:00Z"},
		{"a week over it keeps the hour", "Europe/Berlin", "2026-03-25T09:30:00Z", "7d", "2026-04-01T08:30:00Z"},
		{"a day in autumn has 25 hours", "Europe/Berlin", "2026-10-24T08:00:00Z", "1d", "2026-10-25T09:00:00Z"},
		{"a Friday afternoon is a Friday afternoon", "America/New_York", "2026-10-30T20:30:00Z", "7d", "2026-11-06T21:30:00Z"},
		{"into a gap is the first instant after it", "Europe/Berlin", "2026-03-28T01:30:00Z", "1d", "2026-03-29T01:00:00Z"},
		{"and the seconds are gone with it", "Europe/Berlin", "2026-03-28T01:30:15.5Z", "1d", "2026-03-29T01:00:00Z"},
		{"into an overlap is the first of two", "Europe/Berlin", "2026-10-24T00:30:00Z", "1d", "2026-10-25T00:30:00Z"},
		{"out of the second pass goes by the clock", "Europe/Berlin", "2026-10-25T01:30:00Z", "1d", "2026-10-26T01:30:00Z"},
		{"zero keeps the second pass", "Europe/Berlin", "2026-10-25T01:30:00Z", "0d", "2026-10-25T01:30:00Z"},
		{"nanoseconds are kept", "Europe/Berlin", "2026-06-01T00:00:00.000000001Z", "1d", "2026-06-02T00:00:00.000000001Z"},
		{"onto a day that is missing", "Pacific/Apia", "2011-12-29T20:00:00Z", "1d", "2011-12-30T10:00:00Z"},
		{"over a day that is missing", "Pacific/Apia", "2011-12-29T20:00:00Z", "2d", "2011-12-30T20:00:00Z"},
		{"the 31st becomes the 30th", "Europe/Berlin", "2026-03-31T08:00:00Z", "1mo", "2026-04-30T08:00:00Z"},
		{"the 31st becomes the 28th", "Europe/Berlin", "2026-01-31T09:00:00Z", "1mo", "2026-02-28T09:00:00Z"},
		{"the 31st becomes the 29th in a leap year", "Europe/Berlin", "2028-01-31T09:00:00Z", "1mo", "2028-02-29T09:00:00Z"},
		{"29 February becomes the 28th", "Europe/Berlin", "2028-02-29T09:00:00Z", "12mo", "2029-02-28T09:00:00Z"},
		{"29 February becomes itself", "Europe/Berlin", "2028-02-29T09:00:00Z", "48mo", "2032-02-29T09:00:00Z"},
		{"months go into the next year", "Europe/Berlin", "2026-12-31T09:00:00Z", "2mo", "2027-02-28T09:00:00Z"},
		{"months keep the hour over a change", "Europe/Berlin", "2026-02-28T23:00:00Z", "1mo", "2026-03-31T22:00:00Z"},
		{"the day of the month is the zone's", "Pacific/Auckland", "2026-01-30T12:00:00Z", "1mo", "2026-02-27T12:00:00Z"},
		{"months into a gap", "America/Santiago", "2026-08-06T04:30:00Z", "1mo", "2026-09-06T04:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			span, err := ParseSpan(tt.span)
			if err != nil {
				t.Fatal(err)
			}
			got := span.Add(instant(t, tt.from).In(zone(t, "Asia/Tokyo")), zone(t, tt.zone))
			if rfc(got) != tt.want || got.Location() != time.UTC {
				t.Errorf("%s and %s in %s\n got %s\nwant %s", tt.from, tt.span, tt.zone, rfc(got), tt.want)
			}
		})
	}
}

func TestSubGoesBackByTheSameRules(t *testing.T) {
	tests := []struct{ claim, zone, from, span, want string }{
		{"an exact span", "Europe/Berlin", "2026-03-29T09:00:00Z", "24h", "2026-03-28T09:00:00Z"},
		{"a week", "Europe/Berlin", "2026-04-01T08:30:00Z", "7d", "2026-03-25T09:30:00Z"},
		{"into a gap", "Europe/Berlin", "2026-03-30T00:30:00Z", "1d", "2026-03-29T01:00:00Z"},
		{"into an overlap", "Europe/Berlin", "2026-10-26T01:30:00Z", "1d", "2026-10-25T00:30:00Z"},
		{"from the first instant after a missing day", "Pacific/Apia", "2011-12-30T10:00:00Z", "1d", "2011-12-30T10:00:00Z"},
		{"the 31st becomes the 28th", "Europe/Berlin", "2026-03-31T08:00:00Z", "1mo", "2026-02-28T09:00:00Z"},
		{"months go into the year before", "Europe/Berlin", "2026-01-31T09:00:00Z", "2mo", "2025-11-30T09:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.claim, func(t *testing.T) {
			span, err := ParseSpan(tt.span)
			if err != nil {
				t.Fatal(err)
			}
			if got := span.Sub(instant(t, tt.from), zone(t, tt.zone)); rfc(got) != tt.want {
				t.Errorf("%s less %s in %s\n got %s\nwant %s", tt.from, tt.span, tt.zone, rfc(got), tt.want)
			}
		})
	}
}

func TestMonthsLeadToTheSameDayOrTheLast(t *testing.T) {
	from := time.Date(2023, 1, 1, 12, 0, 0, 0, time.UTC)
	for start := from; start.Year() < 2029; start = start.AddDate(0, 0, 1) {
		for months := 1; months <= 26; months++ {
			want := start.AddDate(0, months, 0)
			for d := start.Day(); want.Day() != start.Day() && want.Day() < 4; d-- {
				want = time.Date(start.Year(), start.Month()+time.Month(months), d, 12, 0, 0, 0, time.UTC)
				if want.Day() == d {
					break
				}
			}
			if got := (Span{Months: months}).Add(start, time.UTC); !got.Equal(want) {
				t.Fatalf("%s and %d months\n got %s\nwant %s", rfc(start), months, rfc(got), rfc(want))
			}
		}
	}
}

func TestAbsurdSpansStayDatesThatCanBeStored(t *testing.T) {
	berlin, now := zone(t, "Europe/Berlin"), time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	for _, n := range []int{math.MaxInt, math.MinInt + 1, 1 << 40, -1 << 40} {
		for _, span := range []Span{{Days: n}, {Months: n}} {
			for _, got := range []time.Time{span.Add(now, berlin), span.Sub(now, berlin)} {
				if y := got.Year(); y < 1024 || y > 3028 || y > 1028 && y < 3024 {
					t.Errorf("%+v leads to the year %d, want a thousand years away", span, y)
				}
			}
		}
	}
}

func TestCompareGoesByNominalLength(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"1d", "24h", 0},
		{"1mo", "30d", 0},
		{"1mo", "31d", -1},
		{"2w", "13d", 1},
		{"59m", "1h", -1},
		{"120mo", "3653d", -1},
		{"0s", "1s", -1},
	}
	for _, tt := range tests {
		a, errA := ParseSpan(tt.a)
		b, errB := ParseSpan(tt.b)
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if got, back := a.Compare(b), b.Compare(a); got != tt.want || back != -tt.want {
			t.Errorf("%s against %s: got %d and %d the other way, want %d", tt.a, tt.b, got, back, tt.want)
		}
	}
	for _, n := range []int{106752, math.MaxInt} { // 106751 days are the most that a duration holds.
		if got := (Span{Days: n}).Nominal(); got != math.MaxInt64 {
			t.Errorf("%d days are nominally %d, want the longest duration", n, got)
		}
		if got := (Span{Days: -n}).Nominal(); got != math.MinInt64 {
			t.Errorf("%d days are nominally %d, want the most negative duration", -n, got)
		}
	}
}

func TestASpanThatNobodyWritesPrintsAsWhatItIs(t *testing.T) {
	for want, span := range map[string]Span{"-3d": {Days: -3}, "1.5s": {Exact: 1500 * time.Millisecond}, "-90m": {Exact: -90 * time.Minute}} {
		if got := span.String(); got != want {
			t.Errorf("%#v prints as %s, want %s", span, got, want)
		}
	}
}
