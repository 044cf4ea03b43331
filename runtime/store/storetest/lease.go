package storetest

import (
	"errors"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

var leases = []claim{
	{"one holds the lease, the second is told who", func(l *lab) {
		first, err := l.s.Acquire(l.ctx, "one", t0, time.Hour)
		if err != nil {
			l.Fatal(err)
		}
		_, err = l.s.Acquire(l.ctx, "two", t0.Add(59*time.Minute), time.Hour)
		if !errors.Is(err, store.ErrLeaseHeld) || !strings.Contains(err.Error(), "one") {
			l.Errorf("got %v, want ErrLeaseHeld that names the holder", err)
		}
		second, err := l.s.Acquire(l.ctx, "two", hours(1), time.Hour)
		if err != nil || second <= first {
			l.Errorf("after it ran out: epoch %d after %d, err %v", second, first, err)
		}
		if err := l.s.Renew(l.ctx, first, hours(1), time.Hour); !errors.Is(err, store.ErrStale) {
			l.Errorf("renew of the lost one: %v, want ErrStale", err)
		}
		if err := l.s.Release(l.ctx, first, hours(1)); err != nil {
			l.Errorf("release of the lost one: %v", err)
		}
		if err := l.s.Renew(l.ctx, second, hours(1), time.Hour); err != nil {
			l.Errorf("the release of a lost epoch took the lease of the next: %v", err)
		}
	}},
	{"renewing keeps it", func(l *lab) {
		epoch, err := l.s.Acquire(l.ctx, "one", t0, time.Hour)
		if err != nil {
			l.Fatal(err)
		}
		if err := l.s.Renew(l.ctx, epoch, t0.Add(50*time.Minute), time.Hour); err != nil {
			l.Fatal(err)
		}
		if _, err := l.s.Acquire(l.ctx, "two", t0.Add(100*time.Minute), time.Hour); !errors.Is(err, store.ErrLeaseHeld) {
			l.Errorf("got %v, want ErrLeaseHeld", err)
		}
	}},
	{"what is given back can be taken at once", func(l *lab) {
		epoch, err := l.s.Acquire(l.ctx, "one", t0, time.Hour)
		if err != nil {
			l.Fatal(err)
		}
		if err := l.s.Release(l.ctx, epoch, t0); err != nil {
			l.Fatal(err)
		}
		if _, err := l.s.Acquire(l.ctx, "two", t0, time.Hour); err != nil {
			l.Error(err)
		}
		if err := l.s.Renew(l.ctx, epoch, t0, time.Hour); !errors.Is(err, store.ErrStale) {
			l.Errorf("renew after release: %v, want ErrStale", err)
		}
	}},
}
