package main

import (
	"sync"
	"time"

	"github.com/flowc/flowc/runtime/delivery/smtpsink"
)

const (
	// A kill by time comes within so many times what opening takes, one by deliveries at the latest of so many: about as long as a few
	// batches of what is committed together.
	spanOpenings  = 2.5
	deliveriesMax = 30
	// laterMax is how long after a moment a kill may come: an answer, a commit and a sync take about as long.
	laterMax = 2 * time.Millisecond
)

// attack is how a runner is started and killed: at a time, or at the nth delivery that passes a moment, or soon after that.
type attack struct {
	args   []string
	after  time.Duration // at the latest
	asked  bool          // to stop, just before: what it has in hand is killed while it comes to an end
	moment smtpsink.Moment
	nth    int // 0: by time alone
	later  time.Duration
}

// plan draws an attack: half of them by time, from the first instruction on. New orders are looked at under fire.
func (k *killing) plan() attack {
	a := attack{args: []string{"run", "-once"}, asked: k.r.IntN(5) == 0, later: k.part(laterMax)}
	switch {
	case float64(k.killed) >= realShare*float64(*killCount):
		step := float64(movedAll) / ((1 - realShare) * float64(*killCount))
		k.moved = k.now().Add(k.part(time.Duration(2 * step)))
		a.args = append(a.args, "-at", k.moved.UTC().Format(time.RFC3339Nano))
	case k.r.IntN(3) == 0:
		a.args = []string{"run"}
	}
	span := time.Duration(spanOpenings * float64(k.opening))
	switch {
	case k.fresh: // new orders begin their journeys before the first delivery
		a.after, k.fresh = k.part(k.opening), false
	case k.r.IntN(2) == 0:
		a.after = k.part(span)
	default:
		a.after, a.moment, a.nth = 3*span, smtpsink.Moment(k.r.IntN(3)), 1+k.r.IntN(deliveriesMax)
		if k.r.IntN(3) == 0 {
			a.later = 0
		}
	}
	return a
}

// part draws a part of a time.
func (k *killing) part(of time.Duration) time.Duration {
	return time.Duration(k.r.Float64() * float64(of))
}

// ambush waits at the mail server for the attack's delivery.
type ambush struct {
	mu     sync.Mutex
	victim *process
	attack attack
	passes int
	first  time.Time // when the first delivery was seen
}

func (a *ambush) lay(p *process, at attack) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.victim, a.attack, a.passes, a.first = p, at, 0, time.Time{}
}

// lift ends it, and says when the first delivery was seen and whether the one it waited for came.
func (a *ambush) lift() (first time.Time, sprung bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.victim = nil
	return a.first, a.passes >= a.attack.nth
}

func (a *ambush) passed(m smtpsink.Moment) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.victim == nil {
		return
	}
	// The server may still be thinking about a delivery of the runner before, but no longer hears a new one of it.
	if m == smtpsink.AtRecipient && a.first.IsZero() {
		a.first = time.Now()
	}
	if m != a.attack.moment {
		return
	}
	if a.passes++; a.passes != a.attack.nth {
		return
	}
	if a.attack.later == 0 {
		a.victim.kill() // the server holds its answer back meanwhile
		return
	}
	time.AfterFunc(a.attack.later, a.victim.kill)
}
