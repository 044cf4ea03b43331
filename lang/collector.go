package lang

import (
	"runtime/debug"
	"sync"
)

// collectAt is how much the heap may grow over what is in use, in percent, before memory is collected while a project is compiled. The
// trees of all flows stay until the end, so that collecting walks over all of them to find little: at Go's 100 that takes a third of the
// time of compiling a thousand flows, which need 300 MB for a second like this.
const collectAt = 400

// relaxed counts the compilations under way, since the setting is the whole process's.
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
	}
	return func() {
		relaxed.Lock()
		defer relaxed.Unlock()
		if relaxed.compiling--; relaxed.compiling == 0 {
			debug.SetGCPercent(relaxed.before)
		}
	}
}
