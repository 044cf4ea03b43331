package calendar

import (
	"fmt"
	"time"
)

// Clock is a time of day on the wall clock, to the minute: Hour 0 to 23, Minute
// 0 to 59. It means the first instant of that minute.
type Clock struct{ Hour, Minute int }

// ParseClock reads two digits, a colon and two digits, from "00:00" to "23:59".
// The error tells a marketer what to write instead.
func ParseClock(s string) (Clock, error) {
	clock, ok := clockOf(s)
	if !ok {
		return Clock{}, clockError(s)
	}
	return clock, nil
}

func clockOf(s string) (clock Clock, ok bool) {
	if len(s) != len("10:00") || s[2] != ':' {
		return Clock{}, false
	}
	hour, hourOK := twoDigits(s[:2])
	minute, minuteOK := twoDigits(s[3:])
	if !hourOK || !minuteOK || hour > 23 || minute > 59 {
		return Clock{}, false
	}
	return Clock{hour, minute}, true
}

func twoDigits(s string) (n int, ok bool) {
	tens, ones := s[0]-'0', s[1]-'0' // Bytes below '0' wrap around to more than nine.
	return int(10*tens + ones), tens <= 9 && ones <= 9
}

// String returns c as ParseClock reads it.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// sinceMidnight returns how far into the readings of a day c lies.
func (c Clock) sinceMidnight() time.Duration {
	return time.Duration(c.Hour)*time.Hour + time.Duration(c.Minute)*time.Minute
}
