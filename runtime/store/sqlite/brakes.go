package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// paused tells whether anything that stops a row of the outbox, o, is on.
const paused = `exists (select 1 from pauses p where p.scope = 'all' or p.scope = 'marketing' and o.marketing or p.scope = 'flow' and p.name = o.flow
  or p.scope = 'topic' and p.name = o.topic or p.scope = 'sender' and p.name = o.sender or p.scope = 'customer' and p.name = o.customer_id)`

// Pause stops what is of a scope; where it is stopped already the earlier reason stays.
func (t *tx) Pause(_ context.Context, p store.Pause) error {
	_, err := t.c.exec(`insert into pauses (scope, name, reason, at_ms) values (?, ?, ?, ?) on conflict do nothing`, string(p.Scope), p.Name, p.Reason, p.At.UnixMilli())
	if err != nil {
		return fmt.Errorf("pause %s %s: %w", p.Scope, p.Name, err)
	}
	return nil
}

// Resume lets go on; it answers whether there was a pause.
func (t *tx) Resume(_ context.Context, scope store.Scope, name string) (bool, error) {
	n, err := t.c.exec(`delete from pauses where scope = ? and name = ?`, string(scope), name)
	if err != nil {
		return false, fmt.Errorf("resume %s %s: %w", scope, name, err)
	}
	if scope == store.Marketing && n > 0 {
		// The breakers begin to count anew, or what a person has looked at would stop marketing again at once.
		if _, err := t.c.exec(`update traffic set bounced = 0, complained = 0`); err != nil {
			return false, fmt.Errorf("resume marketing: %w", err)
		}
	}
	return n > 0, nil
}

// Pauses are all that are on, the first one first.
func (r *reader) Pauses(context.Context) (list []store.Pause, err error) {
	err = r.c.each(`select scope, name, reason, at_ms from pauses order by at_ms, scope, name`, nil, func(scan func(...any) error) error {
		var p store.Pause
		var at int64
		err := scan(&p.Scope, &p.Name, &p.Reason, &at)
		p.At = time.UnixMilli(at).UTC()
		list = append(list, p)
		return err
	})
	return list, err
}

// scoped is the rows of the outbox, o, that are of a scope.
const scoped = `(?1 = 'all' or ?1 = 'marketing' and o.marketing or ?1 = 'flow' and ?2 = o.flow or ?1 = 'topic' and ?2 = o.topic
  or ?1 = 'sender' and ?2 = o.sender or ?1 = 'customer' and ?2 = o.customer_id)`

// Waiting counts what waits in the outbox of a scope: what goes when nothing stops it, what is stale by then, and what limits hold.
func (r *reader) Waiting(_ context.Context, scope store.Scope, name string, now time.Time) (w store.Waiting, err error) {
	_, err = r.c.one(`select coalesce(sum(o.held is null and not coalesce(o.stale_ms < ?3, 0)), 0), coalesce(sum(coalesce(o.stale_ms < ?3, 0)), 0),
  coalesce(sum(o.held is not null and not coalesce(o.stale_ms < ?3, 0)), 0)
from outbox o indexed by outbox_next where o.next_ms <= ?3 and o.status in ('planned', 'retry_wait') and `+scoped,
		[]any{string(scope), name, now.UnixMilli()}, &w.Free, &w.Stale, &w.Held)
	return w, err
}

// count adds to the traffic of a minute.
func (t *tx) traffic(now time.Time, handed, bounced, complained int) error {
	_, err := t.c.exec(`insert into traffic (minute, handed, bounced, complained) values (?, ?, ?, ?)
on conflict (minute) do update set handed = handed + excluded.handed, bounced = bounced + excluded.bounced, complained = complained + excluded.complained`,
		now.Unix()/60, handed, bounced, complained)
	if err != nil {
		return fmt.Errorf("count the traffic: %w", err)
	}
	return nil
}

// trafficKept is how long minutes of traffic are kept: a fortnight, and the days at both of its ends.
const trafficKept = 16 * 24 * time.Hour

// Traffic sums up what was handed over. Old minutes are forgotten on the way.
func (t *tx) Traffic(_ context.Context, now time.Time) (f store.Traffic, err error) {
	const day = 24 * 60
	minute := now.Unix() / 60
	today := minute / day * day
	if _, err := t.c.exec(`delete from traffic where minute < ?`, minute-int64(trafficKept/time.Minute)); err != nil {
		return f, fmt.Errorf("forget old traffic: %w", err)
	}
	_, err = t.c.one(`select coalesce(sum(iif(minute > ?1 - 60, handed, 0)), 0), coalesce(sum(iif(minute > ?1 - 1440, handed, 0)), 0),
  coalesce(sum(iif(minute >= ?2, handed, 0)), 0),
  (select coalesce(max(n), 0) from (select sum(handed) as n from traffic where minute < ?2 and minute >= ?2 - 14 * 1440 group by minute / 1440))
from traffic where minute >= ?1 - 2880`, []any{minute, today}, &f.Hour, &f.Day, &f.Today, &f.BestDay)
	if err != nil {
		return f, fmt.Errorf("sum up the traffic: %w", err)
	}
	if f.Bounces, err = t.recent("bounced", 200); err == nil {
		f.Complaints, err = t.recent("complained", 1000)
	}
	return f, err
}

// recent is the rate at which something came back, over the latest minutes in which at least so many messages were handed over; zero where
// there were not that many.
func (t *tx) recent(column string, messages int) (rate float64, err error) {
	var handed, back int
	err = t.c.each(`select handed, `+column+` from traffic order by minute desc`, nil, func(scan func(...any) error) error {
		var h, b int
		if err := scan(&h, &b); err != nil || handed >= messages {
			return err
		}
		handed, back = handed+h, back+b
		return nil
	})
	if err != nil || handed < messages {
		return 0, err
	}
	return float64(back) / float64(handed), nil
}

// Hold keeps all messages that are due and were not let go by a person, since they are beyond a limit.
func (t *tx) Hold(_ context.Context, now time.Time, limit string) (int, error) {
	n, err := t.c.exec(`update outbox as o indexed by outbox_next set held = ? where o.next_ms <= ? and o.status in ('planned', 'retry_wait') and o.kind = 'message'
  and o.held is null and o.freed = 0 and not `+paused, limit, now.UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("hold messages: %w", err)
	}
	return int(n), nil
}

// Free lets messages of a scope go that a limit holds; no limit holds them again.
func (t *tx) Free(_ context.Context, scope store.Scope, name string) (int, error) {
	n, err := t.c.exec(`update outbox as o set held = null, freed = 1 where o.next_ms is not null and o.held is not null and `+scoped, string(scope), name)
	if err != nil {
		return 0, fmt.Errorf("release held messages: %w", err)
	}
	return int(n), nil
}

// DropHeld drops messages of a scope that a limit holds.
func (t *tx) DropHeld(_ context.Context, scope store.Scope, name string, now time.Time) (int, error) {
	n, err := t.c.exec(`update outbox as o set status = 'dropped', reason = 'held', held = null, next_ms = null, at_ms = ?3
where o.next_ms is not null and o.held is not null and o.status in ('planned', 'retry_wait') and `+scoped, string(scope), name, now.UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("drop held messages: %w", err)
	}
	return int(n), nil
}
