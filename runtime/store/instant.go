package store

import (
	"strconv"
	"time"
)

// instantLayout has a fixed width, so that instants sort as text.
const instantLayout = "2006-01-02T15:04:05.000Z"

// FormatInstant is an instant as the order store's text: UTC, to the millisecond. The zero time is the empty text.
func FormatInstant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(instantLayout)
}

// ParseInstant reads what FormatInstant wrote; anything else is the zero time.
func ParseInstant(s string) time.Time {
	if len(s) != len(instantLayout) {
		return time.Time{}
	}
	if t, ok := plainInstant(s); ok {
		return t
	}
	t, err := time.Parse(instantLayout, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// plainInstant reads an instant as FormatInstant writes it, in a tenth of the time that time.Parse takes: facts are full of them.
func plainInstant(s string) (t time.Time, ok bool) {
	if s[4] != '-' || s[7] != '-' || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' || s[23] != 'Z' {
		return t, false
	}
	ok = true
	number := func(from, to int) (n int) {
		for _, c := range []byte(s[from:to]) {
			ok = ok && c >= '0' && c <= '9'
			n = 10*n + int(c-'0')
		}
		return n
	}
	year, month, day := number(0, 4), number(5, 7), number(8, 10)
	hour, minute, second, milli := number(11, 13), number(14, 16), number(17, 19), number(20, 23)
	if !ok || month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59 {
		return t, false
	}
	t = time.Date(year, time.Month(month), day, hour, minute, second, milli*int(time.Millisecond), time.UTC)
	return t, t.Day() == day
}

// earliest is the earlier of two instants, leaving out zero ones.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// latest is the later of two instants.
func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func itoa(n int) string { return strconv.Itoa(n) }
