package engine_test

import (
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/delivery"
)

// BenchmarkRelease is how many letters a second are decided upon and put into the outbox.
func BenchmarkRelease(b *testing.B) {
	const letters = 2000
	s := openShop(b, delivery.NewNull(), 1, thanks, map[string]string{"thank.md": thankBody})
	var took time.Duration
	for b.Loop() {
		s.now = s.now.Add(time.Minute)
		s.place(letters)
		began := time.Now()
		report, err := s.engine.Advance(b.Context(), s.now)
		took += time.Since(began)
		if err != nil || report.Released != letters {
			b.Fatal(report, err)
		}
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(letters*b.N)/took.Seconds(), "letters/s")
}
