package pages

import (
	"sync"
	"time"
)

// limiter lets each key through burst times at once, and then once every so often. It remembers a bounded number
// of keys: two generations, of which the older is forgotten when the younger is full. Who floods it with new
// keys can make it forgetful, which is to be let through a little more; they can never make it large.
type limiter[K comparable] struct {
	burst time.Duration // how far ahead of its pace a key may be
	every time.Duration

	mu           sync.Mutex
	young, older map[K]time.Time
}

// maxRemembered is the number of keys in one generation; two of them take a few megabytes.
const maxRemembered = 1 << 14

func newLimiter[K comparable](burst int, every time.Duration) *limiter[K] {
	return &limiter[K]{
		burst: time.Duration(burst-1) * every,
		every: every,
		young: map[K]time.Time{},
	}
}

// allow counts one try at now. What is remembered of a key is the instant at which it will have paid for all it
// had (the generic cell rate algorithm).
func (l *limiter[K]) allow(key K, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	due, known := l.young[key]
	if !known {
		due, known = l.older[key]
	}
	// More ahead than is allowed means that the clock was set back.
	if !known || due.Before(now) || due.Sub(now) > l.burst+l.every {
		due = now
	}
	if due.Sub(now) > l.burst {
		return false
	}
	if len(l.young) >= maxRemembered {
		l.older, l.young = l.young, map[K]time.Time{}
	}
	l.young[key] = due.Add(l.every)
	return true
}
