package store

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestParseInstantReadsWhatTimeParseReads(t *testing.T) {
	check := func(s string) {
		t.Helper()
		want, err := time.Parse(instantLayout, s)
		if err != nil || len(s) != len(instantLayout) {
			want = time.Time{}
		}
		if got := ParseInstant(s); !got.Equal(want) || got.Location() != time.UTC && !got.IsZero() {
			t.Fatalf("%q: got %v, want %v", s, got, want)
		}
	}
	for _, s := range []string{
		"", "2026-03-01T09:00:00.000Z", "2024-02-29T23:59:59.999Z", "2023-02-29T00:00:00.000Z", "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z", "2026-04-31T00:00:00.000Z",
		"2026-04-00T00:00:00.000Z", "2026-04-01T24:00:00.000Z", "2026-04-01T00:60:00.000Z", "2026-04-01T00:00:60.000Z", "0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z",
		"2026-03-01T09:00:00,000Z", "2026-03-01T09:00:00.000z", "2026-03-01 09:00:00.000Z", "2026-03-01T09:00:00.00Z", "+026-03-01T09:00:00.000Z", "2026-03-01T09:00:00.0000Z",
	} {
		check(s)
	}
	rng := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		s := []byte(FormatInstant(time.UnixMilli(rng.Int64N(4_000_000_000_000)).UTC()))
		for range rng.IntN(3) {
			s[rng.IntN(len(s))] = "0123456789-:.TZ ,"[rng.IntN(17)]
		}
		check(string(s))
	}
}
