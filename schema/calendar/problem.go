package calendar

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxShown is how many bytes of a wrong text an error repeats: enough to know it by.
const maxShown = 40

// shown quotes a text for an error, shortened if it is long.
func shown(s string) string {
	if len(s) <= maxShown {
		return strconv.Quote(s)
	}
	cut := maxShown
	for cut > maxShown-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.Quote(s[:cut] + "…")
}

// spanRule ends the errors about lengths of time for which no better spelling is known.
const spanRule = `write one whole number and one unit (s, m, h, d, w or mo), such as "7d"`

// spanError says what is wrong with a text that is no span, and what to write.
func spanError(s string) error {
	if s == "" {
		return errors.New("a length of time is empty; " + spanRule)
	}
	if len(s) > maxShown {
		return fmt.Errorf("%s is no length of time; %s", shown(s), spanRule)
	}
	number, unit := splitSpan(s)
	switch {
	case strings.ContainsAny(s, "-−"):
		return fmt.Errorf("%s is negative; %s", shown(s), spanRule)
	case unit == "M" && number != "":
		return fmt.Errorf(`%s could be minutes or months; write "%sm" or "%smo"`, shown(s), number, number)
	case respellSpan(s) != "":
		return fmt.Errorf("%s is not how a length of time is written; write %q", shown(s), respellSpan(s))
	case strings.ContainsAny(s, ".,"):
		return fmt.Errorf(`%s has a fraction; take a smaller unit, such as "90m" for an hour and a half`, shown(s))
	case number == "":
		return fmt.Errorf("%s does not begin with a number; %s", shown(s), spanRule)
	case unit == "":
		return fmt.Errorf(`%s has no unit; write "%sd" if you mean days`, shown(s), number)
	case strings.ContainsAny(unit, "0123456789"):
		return fmt.Errorf(`%s has two units; write one whole number and one unit, such as "36h" for a day and a half`, shown(s))
	default:
		return fmt.Errorf("%s has the unknown unit %s; %s", shown(s), shown(unit), spanRule)
	}
}

// respellSpan returns the proper spelling of a span whose meaning is plain, such
// as "7 Days", or nothing.
func respellSpan(s string) string {
	number, unit := splitSpan(strings.ToLower(strings.Map(dropSpace, s)))
	for len(number) > 1 && number[0] == '0' {
		number = number[1:]
	}
	switch unit {
	case "sec", "secs", "second", "seconds":
		unit = "s"
	case "min", "mins", "minute", "minutes":
		unit = "m"
	case "hr", "hrs", "hour", "hours":
		unit = "h"
	case "day", "days":
		unit = "d"
	case "wk", "wks", "week", "weeks":
		unit = "w"
	case "mon", "mth", "mths", "month", "months":
		unit = "mo"
	case "y", "yr", "yrs", "year", "years":
		years, err := strconv.Atoi(number)
		if err != nil || years > maxMonths/12 {
			return ""
		}
		number, unit = strconv.Itoa(12*years), "mo"
	}
	if span, known := spanOf(number, unit); !known || span.tooLong() {
		return ""
	}
	return number + unit
}

// dropSpace is for strings.Map: it leaves out every kind of space.
func dropSpace(r rune) rune {
	if unicode.IsSpace(r) {
		return -1
	}
	return r
}

// clockError says what is wrong with a text that is no Clock, and what to write.
func clockError(s string) error {
	if s == "24:00" {
		return fmt.Errorf(`%s is the next day; write "00:00"`, shown(s))
	}
	if len(s) == len("10:00:30") && s[5] == ':' {
		if clock, ok := clockOf(s[:5]); ok {
			return fmt.Errorf(`%s has seconds; write "%s"`, shown(s), clock)
		}
	}
	if len(s) <= len("10:00") {
		meant := strings.Replace(s, ".", ":", 1)
		if len(meant) == len("9:00") {
			meant = "0" + meant
		}
		if clock, ok := clockOf(meant); ok {
			return fmt.Errorf(`%s is not how an hour is written; write "%s"`, shown(s), clock)
		}
	}
	return fmt.Errorf(`%s is no hour of the day; write hours and minutes from "00:00" to "23:59", such as "09:30" or "18:00"`, shown(s))
}
