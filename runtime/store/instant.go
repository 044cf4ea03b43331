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
	t, err := time.Parse(instantLayout, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
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
