package calendar

import (
	"strings"
	"testing"
	"time"
)

func TestParseWeekdayReadsThreeLetters(t *testing.T) {
	for i, in := range []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"} {
		if got, err := ParseWeekday(in); err != nil || got != time.Weekday(i) {
			t.Errorf("ParseWeekday(%q) is %v, %v, want %v", in, got, err, time.Weekday(i))
		}
	}
}

func TestParseWeekdaySaysWhatToWrite(t *testing.T) {
	const generic = ` is no weekday; write "mon", "tue", "wed", "thu", "fri", "sat" or "sun"`
	tests := []struct{ in, want string }{
		{"", `""` + generic},
		{"t", `"t"` + generic},
		{"dienstag", `"dienstag"` + generic},
		{"monday2", `"monday2"` + generic},
		{"Tue", `"Tue" is not how a weekday is written; write "tue"`},
		{"tuesday", `"tuesday" is not how a weekday is written; write "tue"`},
		{"Thurs", `"Thurs" is not how a weekday is written; write "thu"`},
		{" sat ", `" sat " is not how a weekday is written; write "sat"`},
		{strings.Repeat("m", 1<<20), `"` + strings.Repeat("m", 40) + `…"` + generic},
	}
	for _, tt := range tests {
		if _, err := ParseWeekday(tt.in); err == nil || err.Error() != tt.want {
			t.Errorf("ParseWeekday(%s)\n got %v\nwant %s", shown(tt.in), err, tt.want)
		}
	}
}

func TestWeekdaysIsASet(t *testing.T) {
	var none Weekdays
	if !none.Empty() || none.String() != "" {
		t.Errorf("no days: empty is %t, prints as %q", none.Empty(), none)
	}
	set := none.With(time.Thursday).With(time.Sunday).With(time.Tuesday).With(time.Tuesday)
	if got, want := set.String(), "tue, thu, sun"; got != want {
		t.Errorf("three days print as %q, want %q", got, want)
	}
	if set != 1|1<<2|1<<4 {
		t.Errorf("three days are the bits %07b, want Sunday as bit 0", set)
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		want := d == time.Sunday || d == time.Tuesday || d == time.Thursday
		if set.Has(d) != want {
			t.Errorf("%v in %q is %t, want %t", d, set, set.Has(d), want)
		}
	}
	if set.Has(7) || set.Has(-1) {
		t.Errorf("days that do not exist are in %q", set)
	}
	if stray := Weekdays(1 << 7); !stray.Empty() || stray.Has(7) {
		t.Error("the eighth bit counts as a day")
	}
}
