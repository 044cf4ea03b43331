package check

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/robfig/cron/v3"
)

// cronField is one of the five parts of a schedule.
type cronField struct {
	name  string
	low   int
	high  int
	names []string // of the values, from low
}

var cronFields = [5]cronField{
	{name: "minute", low: 0, high: 59},
	{name: "hour", low: 0, high: 23},
	{name: "day of the month", low: 1, high: 31},
	{name: "month", low: 1, high: 12, names: []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
	{name: "day of the week", low: 0, high: 6, names: []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
}

// cronWords are the short forms that people know from elsewhere, as the five fields that they mean.
var cronWords = map[string]string{
	"@hourly":   "0 * * * *",
	"@daily":    "0 0 * * *",
	"@midnight": "0 0 * * *",
	"@weekly":   "0 0 * * 0",
	"@monthly":  "0 0 1 * *",
	"@yearly":   "0 0 1 1 *",
	"@annually": "0 0 1 1 *",
}

// monthDays are the most days that each month has.
var monthDays = [13]int{1: 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// cronMax bounds a schedule's text: what is longer was not written for a person to read.
const cronMax = 200

// cronProblem says what is wrong with a schedule in a whole sentence, or nothing. It accepts less than the library that will
// run the schedule does: what the library accepts and then runs never, or otherwise than it reads, is refused here.
func cronProblem(spec string) string {
	fields := strings.Fields(spec)
	switch {
	case len(spec) > cronMax:
		return "A schedule is longer than " + strconv.Itoa(cronMax) + " characters."
	case strings.Contains(spec, "TZ="):
		return "A schedule names no time zone: it is read in the project's own."
	case strings.HasPrefix(spec, "@"):
		if five, ok := cronWords[spec]; ok {
			return fmt.Sprintf("A schedule is written with five fields; %s is %q.", spec, five)
		}
		return fmt.Sprintf("A schedule is written with five fields, such as \"0 9 * * 1\" for Mondays at 09:00; %q is none.", spec)
	case len(fields) != len(cronFields):
		return fmt.Sprintf("A schedule has five fields (minute, hour, day of the month, month, day of the week), such as \"0 9 1 * *\" for the first of each month at 09:00; this one has %d.", len(fields))
	}
	var sets [5]uint64
	for i, f := range cronFields {
		set, problem := f.read(strings.ToLower(fields[i]))
		if problem != "" {
			return problem
		}
		sets[i] = set
	}
	if fields[2] != "*" && fields[4] != "*" {
		return "A schedule with both a day of the month and a day of the week runs on each of the two, which is hardly what is meant. Give one of them and write * for the other."
	}
	if !anyDay(sets[2], sets[3]) {
		return "This schedule never comes due: none of its months has such a day."
	}
	if _, err := cron.ParseStandard(strings.Join(fields, " ")); err != nil {
		return "This schedule cannot be read: " + err.Error() + "."
	}
	return ""
}

// anyDay is true where a month of the set has a day of the set.
func anyDay(days, months uint64) bool {
	for month := 1; month <= 12; month++ {
		if months&(1<<month) != 0 && days&(1<<(monthDays[month]+1)-1) != 0 {
			return true
		}
	}
	return false
}

// read is the set of values that a field's text means, or a sentence on what is wrong with it.
func (f cronField) read(text string) (set uint64, problem string) {
	for part := range strings.SplitSeq(text, ",") {
		span, every, stepped := strings.Cut(part, "/")
		low, high, problem := f.span(span)
		if problem != "" {
			return 0, problem
		}
		step := 1
		if stepped {
			n, err := strconv.Atoi(every)
			switch {
			case err != nil || n < 1:
				return 0, fmt.Sprintf("In the %s field, %q does not end in a number of at least 1.", f.name, part)
			case low == high:
				return 0, fmt.Sprintf("In the %s field, %q begins with a single value; write */%d, or %d-%d/%d.", f.name, part, n, low, f.high, n)
			case n > high-low:
				return 0, fmt.Sprintf("In the %s field, %q takes steps that are longer than the whole, so that it means %d alone.", f.name, part, low)
			}
			step = n
		}
		for v := low; v <= high; v += step {
			set |= 1 << v
		}
	}
	return set, ""
}

// span reads "*", "5" or "1-5".
func (f cronField) span(text string) (low, high int, problem string) {
	if text == "*" {
		return f.low, f.high, ""
	}
	from, to, isSpan := strings.Cut(text, "-")
	low, ok := f.value(from)
	high = low
	if ok && isSpan {
		high, ok = f.value(to)
	}
	switch {
	case !ok && f.name == "day of the week" && text == "7":
		return 0, 0, "In the day of the week field, Sunday is 0 or sun, not 7."
	case !ok:
		return 0, 0, fmt.Sprintf("In the %s field, %q is no value from %d to %d.", f.name, text, f.low, f.high)
	case low > high:
		return 0, 0, fmt.Sprintf("In the %s field, %q ends before it begins.", f.name, text)
	}
	return low, high, ""
}

func (f cronField) value(text string) (int, bool) {
	for i, name := range f.names {
		if text == name {
			return f.low + i, true
		}
	}
	n, err := strconv.Atoi(text)
	if err != nil || len(text) > 2 || text[0] == '+' || n < f.low || n > f.high {
		return 0, false
	}
	return n, true
}
