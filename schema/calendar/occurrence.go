package calendar

import "time"

// NextOccurrence returns the first occurrence of a schedule after a nominal
// time: the nominal time of that occurrence, and the instant at which it is due
// by a clock in zone.
//
// A nominal time is what the wall clock shows, carried in UTC; next returns the
// first nominal time after the one it is given, or the zero time if there is
// none, as a cron schedule does. Then NextOccurrence returns zero times. Every
// nominal time is due exactly once: one that the clock shows twice at the first
// of the two instants, one that it leaves out at the first instant after the
// gap. So nominal times, not instants, are what tells occurrences apart: several
// in one gap are due at the same instant.
//
// The first occurrence after an instant t is that after Reached(t, zone).
func NextOccurrence(next func(time.Time) time.Time, afterNominal time.Time, zone *time.Location) (nominal, instant time.Time) {
	afterNominal = afterNominal.UTC()
	nominal = next(afterNominal)
	if nominal.IsZero() {
		return time.Time{}, time.Time{}
	}
	if !nominal.After(afterNominal) {
		panic("calendar: a schedule does not move on; this is a bug in flowc")
	}
	nominal = nominal.UTC()
	return nominal, instantOf(nominal, zone)
}
