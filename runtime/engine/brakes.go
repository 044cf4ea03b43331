package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// The breakers: shares of the last 200 and 1,000 messages beyond which marketing stops (sending.md 2.6).
const (
	bouncesMax    = 0.05
	complaintsMax = 0.001
)

// allowance is how many messages may be handed over now; beyond it they are held for a person, and limit says why.
type allowance struct {
	left  int
	limit string // the first limit that is reached; empty: there is none
}

// allow reads the limits, and stops marketing where too much came back. tick is how many messages this look has handed over.
func (e *Engine) allow(ctx context.Context, now time.Time, tick int) (a allowance, err error) {
	const unlimited = 1 << 30
	a.left = unlimited
	if !e.Guarded {
		return a, nil
	}
	err = e.Store.Write(ctx, func(tx store.Tx) error {
		t, err := tx.Traffic(ctx, now)
		if err != nil {
			return err
		}
		l := e.Program.Pressure.Limits
		narrow := func(limit string, most, used int) {
			if most > 0 && most-used < a.left {
				a = allowance{max(most-used, 0), limit}
			}
		}
		narrow("sends_per_tick", l.PerTick, tick)
		narrow("sends_per_hour", l.PerHour, t.Hour)
		narrow("sends_per_day", l.PerDay, t.Day)
		if l.Surge > 0 && t.BestDay > 0 { // before there is a day to compare with, nothing is a surge
			narrow("surge", l.Surge*t.BestDay, t.Today)
		}
		if a.left == 0 {
			held, err := tx.Hold(ctx, now, a.limit)
			if err != nil {
				return err
			}
			if held > 0 {
				e.Log.Error("a limit is reached: messages are held until a person releases or drops them", "limit", a.limit, "held", held)
			}
		}
		return e.breakers(ctx, tx, t, now)
	})
	if err != nil {
		return a, fmt.Errorf("read the limits: %w", err)
	}
	return a, nil
}

// breakers stop marketing where bounces or complaints say that something is wrong with it. A person lets it go on.
func (e *Engine) breakers(ctx context.Context, tx store.Tx, t store.Traffic, now time.Time) error {
	why := ""
	switch {
	case t.Bounces > bouncesMax:
		why = fmt.Sprintf("%.1f %% of the latest messages bounced", 100*t.Bounces)
	case t.Complaints > complaintsMax:
		why = fmt.Sprintf("%.2f %% of the latest messages brought a complaint", 100*t.Complaints)
	default:
		return nil
	}
	on, err := tx.Pauses(ctx)
	if err != nil {
		return err
	}
	for _, p := range on {
		if p.Scope == store.Marketing {
			return nil
		}
	}
	e.Log.Error("marketing is stopped; flowc resume marketing lets it go on", "why", why)
	return tx.Pause(ctx, store.Pause{Scope: store.Marketing, Reason: why, At: now})
}
