package lang

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// percent is the setting now.
func percent() int {
	now := debug.SetGCPercent(100)
	debug.SetGCPercent(now)
	return now
}

func TestTheCollectorIsAsBeforeWhereMuchIsInUse(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	defer relaxCollector()()
	for range 5 {
		if runtime.GC(); percent() != collectAt {
			t.Fatalf("with little in use it is %d", percent())
		}
	}
	much := make([]byte, 2*liveMax)
	for end := time.Now().Add(10 * time.Second); percent() != 100; {
		if runtime.GC(); time.Now().After(end) {
			t.Fatal("with much in use it stays rare")
		}
	}
	runtime.KeepAlive(much)
}

func TestTheCollectorIsAsBeforeOnceAllCompilationsAreDone(t *testing.T) {
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
