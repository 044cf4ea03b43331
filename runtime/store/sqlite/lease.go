package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// Acquire takes the lease until now+ttl, with a new epoch.
func (db *DB) Acquire(ctx context.Context, holder string, now time.Time, ttl time.Duration) (epoch int64, err error) {
	err = db.lease(ctx, func(c *conn) error {
		var by string
		var until int64
		if _, err := c.one(`select holder, until_ms, epoch from lease`, nil, &by, &until, &epoch); err != nil {
			return err
		}
		if by != "" && by != holder && until > now.UnixMilli() {
			return fmt.Errorf("%w: %s until %s", store.ErrLeaseHeld, by, time.UnixMilli(until).UTC().Format(time.RFC3339))
		}
		epoch++
		_, err := c.exec(`update lease set epoch = ?, holder = ?, until_ms = ?, last_ms = max(last_ms, ?)`,
			epoch, holder, now.Add(ttl).UnixMilli(), now.UnixMilli())
		return err
	})
	return epoch, err
}

// Renew keeps the lease; store.ErrStale where another took it.
func (db *DB) Renew(ctx context.Context, epoch int64, now time.Time, ttl time.Duration) error {
	return db.lease(ctx, func(c *conn) error {
		n, err := c.exec(`update lease set until_ms = ?, last_ms = max(last_ms, ?) where epoch = ? and holder <> ''`,
			now.Add(ttl).UnixMilli(), now.UnixMilli(), epoch)
		if err == nil && n != 1 {
			err = fmt.Errorf("renew the lease: %w", store.ErrStale)
		}
		return err
	})
}

// Release gives the lease back. One that another took meanwhile is left alone.
func (db *DB) Release(ctx context.Context, epoch int64, now time.Time) error {
	return db.lease(ctx, func(c *conn) error {
		_, err := c.exec(`update lease set holder = '', until_ms = 0, last_ms = max(last_ms, ?) where epoch = ?`, now.UnixMilli(), epoch)
		return err
	})
}

// Clock notes what a runner's own clock shows, and answers the latest time that it showed before.
func (db *DB) Clock(ctx context.Context, now time.Time) (before time.Time, err error) {
	err = db.lease(ctx, func(c *conn) error {
		var ms int64
		if _, err := c.one(`select clock_ms from lease`, nil, &ms); err != nil {
			return err
		}
		if ms != 0 {
			before = time.UnixMilli(ms).UTC()
		}
		_, err := c.exec(`update lease set clock_ms = max(clock_ms, ?)`, now.UnixMilli())
		return err
	})
	return before, err
}

func (db *DB) lease(ctx context.Context, fn func(*conn) error) error {
	c, err := take(ctx, db.writer)
	if err != nil {
		return err
	}
	defer func() { db.writer <- c }()
	return explained(c.transaction("begin immediate", func() error { return fn(c) }))
}

// holds tells whether the lease is still held under an epoch.
func (t *tx) holds(epoch int64, now time.Time) (bool, error) {
	var held bool
	_, err := t.c.one(`select epoch = ? and holder <> '' and until_ms > ? from lease`, []any{epoch, now.UnixMilli()}, &held)
	return held, err
}
