package locale

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-playground/locales"
)

// ErrLayout is wrapped by every error of ParseLayout.
var ErrLayout = errors.New("no such date layout")

// The named layouts. Anything else is a pattern made from the parts of Monday 2 January 2006, 15:04.
const (
	LayoutLong    = "long"    // 4 March 2026, 4. März 2026
	LayoutShort   = "short"   // 4 Mar 2026, 04.03.2026: never one in which day and month could be confused within the language
	LayoutWeekday = "weekday" // Wednesday, Mittwoch
)

// layoutMax bounds a pattern.
const layoutMax = 64

// Date is the instant in the zone, in the words of the language. A nil zone is UTC. The layout is one of the named ones or a
// pattern such as "2 January" or "Mon 2 Jan, 15:04"; one that ParseLayout refuses is printed as the long date.
func Date(t time.Time, layout, tag string, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	t = t.In(zone)
	words := wordsOf(tag)
	switch layout {
	case LayoutLong:
		return tidy(words.FmtDateLong(t))
	case LayoutShort:
		return tidy(words.FmtDateMedium(t))
	case LayoutWeekday:
		return words.WeekdayWide(t.Weekday())
	}
	parts, err := parseLayout(layout)
	if err != nil {
		return tidy(words.FmtDateLong(t))
	}
	var b strings.Builder
	for _, p := range parts {
		p.write(&b, t, words)
	}
	return b.String()
}

// ParseLayout says why a layout is none that Date prints. Errors wrap ErrLayout and are sentences for the person who wrote it.
func ParseLayout(layout string) error {
	switch layout {
	case LayoutLong, LayoutShort, LayoutWeekday:
		return nil
	}
	_, err := parseLayout(layout)
	return err
}

// part is a piece of a pattern: a literal, or the part of the reference date in token.
type part struct{ token, literal string }

// tokens are the parts of the reference date, the longer first where one begins another.
var tokens = []string{"January", "Monday", "2006", "Jan", "Mon", "02", "01", "06", "15", "03", "04", "05", "PM", "pm", "2", "1", "3"}

// foreign are the parts of other programs' patterns, with what to write instead.
var foreign = []struct{ has, write string }{
	{"YYYY", "2006"}, {"yyyy", "2006"}, {"MMMM", "January"}, {"MMM", "Jan"}, {"MM", "01"}, {"DD", "02"}, {"dd", "02"}, {"dddd", "Monday"}, {"EEEE", "Monday"},
	{"HH", "15"}, {"hh", "03"}, {"mm", "04"}, {"%Y", "2006"}, {"%B", "January"}, {"%b", "Jan"}, {"%d", "2"}, {"%m", "01"}, {"%A", "Monday"},
}

func parseLayout(layout string) ([]part, error) {
	if len(layout) > layoutMax {
		return nil, fmt.Errorf("%w: a pattern has at most %d characters", ErrLayout, layoutMax)
	}
	if !utf8.ValidString(layout) || strings.ContainsFunc(layout, unicode.IsControl) {
		return nil, fmt.Errorf("%w: a pattern holds no characters that cannot be shown", ErrLayout)
	}
	for _, f := range foreign {
		if strings.Contains(layout, f.has) {
			return nil, fmt.Errorf("%w: %q is a pattern of another program; a date is written as the example Monday 2 January 2006, 15:04, so %s is %q", ErrLayout, layout, f.has, f.write)
		}
	}
	var parts []part
	dated, from := false, 0
	for at := 0; at < len(layout); {
		token := tokenAt(layout[at:])
		if token == "" {
			_, n := utf8.DecodeRuneInString(layout[at:])
			at += n
			continue
		}
		if from < at {
			parts = append(parts, part{literal: layout[from:at]})
		}
		parts = append(parts, part{token: token})
		at += len(token)
		from, dated = at, true
	}
	if from < len(layout) {
		parts = append(parts, part{literal: layout[from:]})
	}
	if !dated {
		return nil, fmt.Errorf(`%w: %q names no part of a date; write "long", "short", "weekday", or a pattern such as "2 January"`, ErrLayout, layout)
	}
	return parts, nil
}

// tokenAt is the part of the reference date at the beginning of s. "Jan" and "Mon" are none inside a longer word.
func tokenAt(s string) string {
	for _, t := range tokens {
		rest, ok := strings.CutPrefix(s, t)
		if !ok {
			continue
		}
		if r, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(rune(t[0])) && unicode.IsLetter(r) {
			continue
		}
		return t
	}
	return ""
}

func (p part) write(b *strings.Builder, t time.Time, words locales.Translator) {
	two := func(n int) {
		if n < 10 {
			b.WriteByte('0')
		}
		b.WriteString(strconv.Itoa(n))
	}
	hour := (t.Hour()+11)%12 + 1
	switch p.token {
	case "":
		b.WriteString(p.literal)
	case "January":
		b.WriteString(words.MonthWide(t.Month()))
	case "Jan":
		b.WriteString(words.MonthAbbreviated(t.Month()))
	case "Monday":
		b.WriteString(words.WeekdayWide(t.Weekday()))
	case "Mon":
		b.WriteString(words.WeekdayAbbreviated(t.Weekday()))
	case "2006":
		b.WriteString(strconv.Itoa(t.Year()))
	case "06":
		two(t.Year() % 100)
	case "01":
		two(int(t.Month()))
	case "1":
		b.WriteString(strconv.Itoa(int(t.Month())))
	case "02":
		two(t.Day())
	case "2":
		b.WriteString(strconv.Itoa(t.Day()))
	case "15":
		two(t.Hour())
	case "03":
		two(hour)
	case "3":
		b.WriteString(strconv.Itoa(hour))
	case "04":
		two(t.Minute())
	case "05":
		two(t.Second())
	case "PM", "pm":
		half := "AM"
		if t.Hour() >= 12 {
			half = "PM"
		}
		if p.token == "pm" {
			half = strings.ToLower(half)
		}
		b.WriteString(half)
	default:
		panic("this is a bug in flowc: no date part " + p.token)
	}
}

// tidy takes out the marks of direction that some languages' data put between digits: a letter's own direction is set around it.
func tidy(s string) string {
	return strings.NewReplacer("\u200f", "", "\u200e", "").Replace(s)
}
