package lang

import (
	"runtime/debug"
	"testing"
)

func TestTheCollectorIsAsBeforeOnceAllCompilationsAreDone(t *testing.T) {
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	for _, own := range []int{100, 1000, -1} {
		before := debug.SetGCPercent(own)
		first := relaxCollector()
		second := relaxCollector()
		if got, want := percent(), max(own, collectAt); got != want && own != -1 || own == -1 && got != -1 {
			t.Errorf("GOGC %d: while compiling it is %d", own, got)
		}
		first()
		if got := percent(); own == 100 && got != collectAt {
			t.Errorf("GOGC %d: with one compilation left it is %d", own, got)
		}
		second()
		if got := percent(); got != own {
			t.Errorf("GOGC %d: afterwards it is %d", own, got)
		}
		debug.SetGCPercent(before)
	}
}
