package lang

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// collectAt is how much the heap may grow over what is in use, in percent, before memory is collected while a project is compiled. The
// trees of all flows stay until the end, so that collecting walks over all of them to find little: at Go's 100 that takes a third of the
// time of compiling a thousand flows. Beyond liveMax bytes in use it is as before: what is that large must not become five times as large.
const (
	collectAt = 400
	liveMax   = 64 << 20
)

// relaxed is the setting while projects are compiled; it is the whole process's.
var relaxed struct {
	sync.Mutex
	compiling int
	before    int
}

// relaxCollector lets memory be collected more rarely until the answer is called.
func relaxCollector() (restore func()) {
	relaxed.Lock()
	defer relaxed.Unlock()
	if relaxed.compiling++; relaxed.compiling == 1 {
		relaxed.before = debug.SetGCPercent(collectAt)
		if relaxed.before < 0 || relaxed.before > collectAt { // somebody wants it rarer still
			debug.SetGCPercent(relaxed.before)
		}
		watchHeap()
	}
	return func() {
		relaxed.Lock()
		defer relaxed.Unlock()
		if relaxed.compiling--; relaxed.compiling == 0 {
			debug.SetGCPercent(relaxed.before)
		}
	}
}

// watchHeap looks behind each collection whether too much is in use.
func watchHeap() {
	runtime.AddCleanup(&struct{ _ *int }{}, func(struct{}) {
		relaxed.Lock()
		defer relaxed.Unlock()
		if relaxed.compiling == 0 {
			return
		}
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		if metrics.Read(live); live[0].Value.Uint64() > liveMax {
			debug.SetGCPercent(relaxed.before)
			return
		}
		watchHeap()
	}, struct{}{})
}
