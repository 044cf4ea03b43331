package calendar

import (
	"strings"
	"testing"
)

func TestParseClockReadsHoursAndMinutes(t *testing.T) {
	for in, want := range map[string]Clock{"10:00": {10, 0}, "00:00": {0, 0}, "23:59": {23, 59}, "08:05": {8, 5}} {
		got, err := ParseClock(in)
		if err != nil || got != want {
			t.Errorf("ParseClock(%q) is %v, %v, want %v", in, got, err, want)
		}
		if got.String() != in {
			t.Errorf("ParseClock(%q) prints as %q", in, got)
		}
	}
}

func TestParseClockSaysWhatToWrite(t *testing.T) {
	const generic = ` is no hour of the day; write hours and minutes from "00:00" to "23:59", such as "09:30" or "18:00"`
	tests := []struct{ in, want string }{
		{"", `""` + generic},
		{"10", `"10"` + generic},
		{"9am", `"9am"` + generic},
		{"25:00", `"25:00"` + generic},
		{"10:60", `"10:60"` + generic},
		{"1a:00", `"1a:00"` + generic},
		{"-1:00", `"-1:00"` + generic},
		{"10;00", `"10;00"` + generic},
		{"24:00", `"24:00" is the next day; write "00:00"`},
		{"9:00", `"9:00" is not how an hour is written; write "09:00"`},
		{"10.30", `"10.30" is not how an hour is written; write "10:30"`},
		{"10:00:30", `"10:00:30" has seconds; write "10:00"`},
		{strings.Repeat("1", 1<<20), `"` + strings.Repeat("1", 40) + `…"` + generic},
	}
	for _, tt := range tests {
		got, err := ParseClock(tt.in)
		if err == nil || err.Error() != tt.want || got != (Clock{}) {
			t.Errorf("ParseClock(%s)\n got %v, %v\nwant %s", shown(tt.in), got, err, tt.want)
		}
	}
}
