package storetest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// message is a marketing message about tips that is released at hour 1.
func message(j *interp.Journey, node string, status store.Status) *store.OutboxRow {
	return &store.OutboxRow{
		Flow: j.Flow, Key: j.Key, Node: node, Round: "0", Kind: "message", Status: status, Journey: j.ID, Customer: j.Customer, Order: j.Order,
		Channel: "email", Sender: "default", Topic: "tips", Marketing: true, OptOut: true, Address: j.Customer + "@x.test", Program: "sha256:1",
		Subject: "Hello", Payload: []byte(`{"holes":[]}`), ReleasedAt: hours(1), At: hours(1), NextAt: hours(1), StaleAt: hours(100),
	}
}

// plan puts messages of new journeys into the outbox, one a change, and takes the lease.
func (l *lab) plan(changes ...func(*store.OutboxRow)) (rows []*store.OutboxRow, epoch int64) {
	l.Helper()
	return l.planAt(t0, changes...)
}

// planAt is plan for journeys that began at an instant, which tells them from others.
func (l *lab) planAt(at time.Time, changes ...func(*store.OutboxRow)) (rows []*store.OutboxRow, epoch int64) {
	l.Helper()
	key := ""
	if !at.Equal(t0) {
		key = at.Format(time.RFC3339)
	}
	for i, change := range changes {
		j := journey("f", fmt.Sprint(i, key), fmt.Sprint("c", i), t0, hours(500))
		p := of(fmt.Sprint("k", i, key), "customer.updated", j.Customer, t0)
		p.Customer.Email = ptr(j.Customer + "@x.test")
		l.take(p)
		l.enter(j)
		row := message(j, "n", store.Planned)
		change(row)
		rows = append(rows, row)
	}
	l.write(func(tx store.Tx) error { return tx.InsertOutbox(l.ctx, rows) })
	epoch, err := l.s.Acquire(l.ctx, "one", later(hours(1), at), 200*time.Hour)
	if err != nil {
		l.Fatal(err)
	}
	return rows, epoch
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func plain(*store.OutboxRow) {}

func (l *lab) claim(epoch int64, now time.Time) (rows []*store.OutboxRow) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		rows, err = tx.Claim(l.ctx, epoch, now, 100)
		return err
	})
	return rows
}

func (l *lab) handOff(epoch int64, now time.Time, ids ...int64) (v map[int64]store.Verdict) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		v, err = tx.HandOff(l.ctx, epoch, now, ids)
		return err
	})
	return v
}

func (l *lab) settle(epoch int64, now time.Time, results ...store.Settled) error {
	return l.s.Write(l.ctx, func(tx store.Tx) error { return tx.Settle(l.ctx, epoch, now, results) })
}

// outcomes are the statuses and reasons of all rows, counted.
func (l *lab) outcomes() string {
	l.Helper()
	n := map[string]int64{}
	l.read(func(r store.Reader) error {
		counts, err := r.Outcomes(l.ctx)
		for _, c := range counts {
			key := string(c.Status)
			if c.Reason != "" {
				key += "(" + c.Reason + ")"
			}
			n[key] += c.N
		}
		return err
	})
	var out []string
	for _, k := range slices.Sorted(maps.Keys(n)) {
		out = append(out, fmt.Sprintf("%s %d", k, n[k]))
	}
	return fmt.Sprint(out)
}

var outbox = []claim{
	{"a message goes from planned over claimed and handing_off to accepted", func(l *lab) {
		rows, epoch := l.plan(plain)
		want := *rows[0]
		claimed := l.claim(epoch, hours(2))
		same(l, "claimed", len(claimed), 1)
		want.Status, want.Attempts, want.At = store.Claimed, 1, hours(2)
		same(l, "row", *claimed[0], want)
		same(l, "again", len(l.claim(epoch, hours(2))), 0)
		same(l, "verdict", l.handOff(epoch, hours(2), want.ID), map[int64]store.Verdict{want.ID: {}})
		same(l, "outcomes", l.outcomes(), "[handing_off 1]")
		if err := l.settle(epoch, hours(2), store.Settled{ID: want.ID, Status: store.Accepted, Answer: "250 ok"}); err != nil {
			l.Fatal(err)
		}
		same(l, "outcomes", l.outcomes(), "[accepted 1]")
	}},
	{"a message's identity goes in once", func(l *lab) {
		rows, _ := l.plan(plain)
		again := *rows[0]
		again.ID, again.Subject = 0, "Twice"
		l.write(func(tx store.Tx) error { return tx.InsertOutbox(l.ctx, []*store.OutboxRow{&again}) })
		same(l, "id of the second", again.ID, int64(0))
		same(l, "outcomes", l.outcomes(), "[planned 1]")
	}},
	{"dropped and held-out messages are finished when they come", func(l *lab) {
		_, epoch := l.plan(func(r *store.OutboxRow) { r.Status, r.Reason, r.NextAt = store.Dropped, "capped", time.Time{} },
			func(r *store.OutboxRow) { r.Status, r.Reason = store.HeldOut, "programme" })
		same(l, "claimed", len(l.claim(epoch, hours(99))), 0)
		same(l, "outcomes", l.outcomes(), "[dropped(capped) 1 held_out(programme) 1]")
	}},
	{"what is planned for later is not claimed yet", func(l *lab) {
		_, epoch := l.plan(func(r *store.OutboxRow) { r.NextAt = hours(5) })
		same(l, "before", len(l.claim(epoch, hours(4))), 0)
		same(l, "then", len(l.claim(epoch, hours(5))), 1)
	}},
	{"past its staleness a message is dropped, at it it goes", func(l *lab) {
		_, epoch := l.plan(plain, plain)
		claimed := l.claim(epoch, hours(100))
		same(l, "claimed at it", len(claimed), 2)
		v := l.handOff(epoch, hours(100), claimed[0].ID)
		same(l, "handed over at it", v[claimed[0].ID].Stop, false)
		v = l.handOff(epoch, hours(100).Add(time.Millisecond), claimed[1].ID)
		same(l, "past it", v[claimed[1].ID], store.Verdict{Stop: true, Reason: "stale"})
		same(l, "outcomes", l.outcomes(), "[dropped(stale) 1 handing_off 1]")
	}},
	{"a claim drops what is stale", func(l *lab) {
		_, epoch := l.plan(plain)
		same(l, "claimed", len(l.claim(epoch, hours(101))), 0)
		same(l, "outcomes", l.outcomes(), "[dropped(stale) 1]")
	}},
	{"just before the last byte consent, suppression and leaving are asked again", func(l *lab) {
		rows, epoch := l.plan(plain, plain, plain, plain, func(r *store.OutboxRow) { r.Marketing = false }, func(r *store.OutboxRow) { r.OptOut = false }, func(r *store.OutboxRow) { r.OptOut = false })
		l.claim(epoch, hours(2))
		l.take(with(of("w1", "consent.changed", "c1", hours(2)), "topic", `"tips"`, "state", `"denied"`),
			with(of("w2", "message.bounced", "c2", hours(2)), "kind", `"hard"`),
			with(of("w4", "message.unsubscribed", "c4", hours(2))),
			with(of("w6", "consent.changed", "c6", hours(2)), "topic", `"tips"`, "state", `"granted"`))
		left := l.due(hours(999), 10)[3]
		left.Over, left.Due = interp.Left, time.Time{}
		if err := l.update(left); err != nil {
			l.Fatal(err)
		}
		var ids []int64
		for _, r := range rows {
			ids = append(ids, r.ID)
		}
		v := l.handOff(epoch, hours(3), ids...)
		for i, want := range []string{"", "no_consent", "suppressed", "left", "", "no_consent", ""} {
			same(l, fmt.Sprint("message ", i), v[rows[i].ID], store.Verdict{Stop: want != "", Reason: want})
		}
	}},
	{"the consent of the message's own address counts, not of one that came after", func(l *lab) {
		rows, epoch := l.plan(plain)
		l.claim(epoch, hours(2))
		moved := of("m1", "customer.updated", "c0", hours(2))
		moved.Customer.Email = ptr("new@x.test")
		l.take(moved)
		l.write(func(tx store.Tx) error {
			return tx.Choose(l.ctx, store.Choice{Channel: "email", Address: "c0@x.test", Topic: "*", State: "denied", Basis: "one_click", Source: "page", At: hours(2)})
		})
		same(l, "verdict", l.handOff(epoch, hours(3), rows[0].ID)[rows[0].ID].Reason, "no_consent")
	}},
	{"a webhook asks for no consent, and for leaving", func(l *lab) {
		rows, epoch := l.plan(func(r *store.OutboxRow) { r.Kind, r.Channel, r.Marketing, r.Address = "webhook", "webhook", false, "" })
		l.claim(epoch, hours(2))
		same(l, "verdict", l.handOff(epoch, hours(3), rows[0].ID)[rows[0].ID].Stop, false)
	}},
	{"a lost epoch claims, hands over and settles nothing", func(l *lab) {
		rows, epoch := l.plan(plain)
		l.claim(epoch, hours(2))
		second, err := l.s.Acquire(l.ctx, "two", hours(900), time.Hour)
		if err != nil {
			l.Fatal(err)
		}
		same(l, "verdict", l.handOff(epoch, hours(900), rows[0].ID)[rows[0].ID], store.Verdict{Stop: true})
		same(l, "outcomes", l.outcomes(), "[claimed 1]")
		err = l.s.Write(l.ctx, func(tx store.Tx) error { _, err := tx.Claim(l.ctx, epoch, hours(900), 1); return err })
		if !errors.Is(err, store.ErrStale) {
			l.Errorf("claim: %v, want ErrStale", err)
		}
		l.rescue(second, hours(900))
		if err := l.settle(epoch, hours(900), store.Settled{ID: rows[0].ID, Status: store.Accepted}); !errors.Is(err, store.ErrStale) {
			l.Errorf("settle: %v, want ErrStale", err)
		}
		same(l, "outcomes", l.outcomes(), "[planned 1]")
	}},
	{"a lease that ran out hands nothing over, though nobody else took it", func(l *lab) {
		rows, epoch := l.plan(plain)
		l.claim(epoch, hours(2))
		same(l, "verdict", l.handOff(epoch, hours(999), rows[0].ID)[rows[0].ID], store.Verdict{Stop: true})
		same(l, "outcomes", l.outcomes(), "[claimed 1]")
	}},
	{"what an earlier runner had claimed is planned anew, what it was handing over is unknown", func(l *lab) {
		rows, epoch := l.plan(plain, plain, func(r *store.OutboxRow) { r.Resend = true })
		l.claim(epoch, hours(2))
		l.handOff(epoch, hours(2), rows[1].ID, rows[2].ID)
		second, err := l.s.Acquire(l.ctx, "one", hours(3), 500*time.Hour)
		if err != nil {
			l.Fatal(err)
		}
		replanned, unknown := l.rescue(second, hours(3))
		same(l, "rescued", [2]int{replanned, unknown}, [2]int{1, 2})
		again := l.claim(second, hours(3))
		same(l, "claimed at once", len(again), 1)
		same(l, "attempts", again[0].Attempts, 2)
		same(l, "claimed after the evidence window", len(l.claim(second, hours(10))), 1)
		same(l, "and never again", len(l.claim(second, hours(50))), 0)
	}},
	{"an unknown marketing message is never sent again", func(l *lab) {
		rows, epoch := l.plan(plain)
		l.claim(epoch, hours(2))
		l.handOff(epoch, hours(2), rows[0].ID)
		if err := l.settle(epoch, hours(2), store.Settled{ID: rows[0].ID, Status: store.Unknown, Reason: "lost", NextAt: hours(3)}); err != nil {
			l.Fatal(err)
		}
		same(l, "claimed", len(l.claim(epoch, hours(50))), 0)
		same(l, "outcomes", l.outcomes(), "[unknown(lost) 1]")
	}},
	{"an unknown message that may be resent gets one second attempt", func(l *lab) {
		rows, epoch := l.plan(func(r *store.OutboxRow) { r.Resend = true })
		for attempt, at := range []int{2, 4} {
			claimed := l.claim(epoch, hours(at))
			same(l, "claimed", len(claimed), 1)
			same(l, "attempts", claimed[0].Attempts, attempt+1)
			l.handOff(epoch, hours(at), rows[0].ID)
			if err := l.settle(epoch, hours(at), store.Settled{ID: rows[0].ID, Status: store.Unknown, Reason: "lost", NextAt: hours(at + 1)}); err != nil {
				l.Fatal(err)
			}
		}
		same(l, "a third", len(l.claim(epoch, hours(50))), 0)
		same(l, "outcomes", l.outcomes(), "[unknown(lost) 1]")
	}},
	{"a doubt that goes stale, loses consent or is refused stays a doubt", func(l *lab) {
		resend := func(r *store.OutboxRow) { r.Resend = true }
		rows, epoch := l.plan(resend, resend, func(r *store.OutboxRow) { r.Resend, r.StaleAt = true, hours(3) })
		l.claim(epoch, hours(2))
		for _, r := range rows {
			l.handOff(epoch, hours(2), r.ID)
			if err := l.settle(epoch, hours(2), store.Settled{ID: r.ID, Status: store.Unknown, Reason: "lost", NextAt: hours(4)}); err != nil {
				l.Fatal(err)
			}
		}
		l.take(with(of("w1", "message.unsubscribed", "c0", hours(2))))
		same(l, "claimed", len(l.claim(epoch, hours(5))), 2)
		v := l.handOff(epoch, hours(5), rows[0].ID, rows[1].ID)
		same(l, "without consent", v[rows[0].ID].Reason, "no_consent")
		if err := l.settle(epoch, hours(5), store.Settled{ID: rows[1].ID, Status: store.Failed, Reason: "550"}); err != nil {
			l.Fatal(err)
		}
		same(l, "outcomes", l.outcomes(), "[unknown(550) 1 unknown(lost) 2]")
	}},
	{"a retry waits, a row that is given back made no attempt", func(l *lab) {
		rows, epoch := l.plan(plain, plain)
		l.claim(epoch, hours(2))
		err := l.settle(epoch, hours(2), store.Settled{ID: rows[0].ID, Status: store.RetryWait, Answer: "421", NextAt: hours(6)}, store.Settled{ID: rows[1].ID, Status: store.Planned})
		if err != nil {
			l.Fatal(err)
		}
		back := l.claim(epoch, hours(5))
		same(l, "given back", len(back), 1)
		same(l, "its attempts", back[0].Attempts, 1)
		again := l.claim(epoch, hours(6))
		same(l, "retried", len(again), 1)
		same(l, "its attempts", again[0].Attempts, 2)
	}},
	{"a refused address is suppressed", func(l *lab) {
		rows, epoch := l.plan(plain)
		l.claim(epoch, hours(2))
		l.handOff(epoch, hours(2), rows[0].ID)
		if err := l.settle(epoch, hours(2), store.Settled{ID: rows[0].ID, Status: store.Failed, Reason: "550", Suppress: true}); err != nil {
			l.Fatal(err)
		}
		same(l, "suppressed", l.person("c0").Suppressed, true)
	}},
	{"unfinished are those on their way and those that are due", func(l *lab) {
		_, epoch := l.plan(plain, func(r *store.OutboxRow) { r.NextAt = hours(7) }, func(r *store.OutboxRow) { r.Status = store.Dropped })
		count := func(at int) (n int) {
			l.write(func(tx store.Tx) (err error) {
				n, err = tx.Unfinished(l.ctx, hours(at))
				return err
			})
			return n
		}
		same(l, "at 1", count(1), 1)
		same(l, "at 7", count(7), 2)
		l.claim(epoch, hours(2))
		same(l, "claimed", count(0), 1)
	}},
}

func (l *lab) rescue(epoch int64, now time.Time) (replanned, unknown int) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		replanned, unknown, err = tx.Rescue(l.ctx, epoch, now)
		return err
	})
	return replanned, unknown
}
