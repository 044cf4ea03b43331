package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"
)

// napMax bounds a sleep: a timer does not count the time in which a machine is suspended, so the wall clock is read again.
const napMax = 30 * time.Second

// Every calls look at the instants of a cron text in a zone until ctx is done. cron only wakes: what is due is asked of the store, so
// ten missed instants are one look. The first look is at once. An error of look ends it.
func Every(ctx context.Context, spec string, zone *time.Location, now func() time.Time, look func(ctx context.Context, now time.Time) error) error {
	schedule, err := cron.ParseStandard(spec)
	if err != nil {
		return fmt.Errorf("schedule %q: %w", spec, err)
	}
	for {
		at := now()
		if err := look(ctx, at.UTC().Truncate(time.Millisecond)); err != nil {
			return err
		}
		next := schedule.Next(at.In(zone))
		if next.IsZero() {
			return fmt.Errorf("schedule %q never comes", spec)
		}
		if !sleepUntil(ctx, next, now) {
			return nil
		}
	}
}

// sleepUntil waits for an instant of the wall clock; false where ctx was done first.
func sleepUntil(ctx context.Context, next time.Time, now func() time.Time) bool {
	for {
		left := next.Sub(now())
		if left <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(min(left, napMax))
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
		}
	}
}
