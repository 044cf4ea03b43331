package storetest

import (
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// brakes are what keeps a mistake from reaching everybody.
var brakes = []claim{
	{"what is paused is not claimed, and goes when it is resumed", func(l *lab) {
		rows, epoch := l.plan(plain, func(r *store.OutboxRow) { r.Flow, r.Topic, r.Sender, r.Marketing = "g", "news", "second", false })
		all := len(rows)
		for _, c := range []struct {
			scope store.Scope
			name  string
			left  int
		}{
			{store.All, "", 0}, {store.Marketing, "", 1}, {store.OfFlow, "g", 1}, {store.OfTopic, "tips", 1}, {store.OfSender, "second", 1},
			{store.OfOne, "c0", 1}, {store.OfOne, "c9", all}, {store.OfFlow, "tips", all},
		} {
			l.write(func(tx store.Tx) error {
				return tx.Pause(l.ctx, store.Pause{Scope: c.scope, Name: c.name, Reason: "why", At: hours(1)})
			})
			claimed := l.claim(epoch, hours(2))
			same(l, string(c.scope)+" "+c.name, len(claimed), c.left)
			l.giveBack(epoch, claimed)
			l.write(func(tx store.Tx) error {
				was, err := tx.Resume(l.ctx, c.scope, c.name)
				same(l, "it was paused", was, true)
				return err
			})
		}
		same(l, "resumed", len(l.claim(epoch, hours(2))), all)
	}},
	{"a pause that comes after the claim stops before the last byte, and the message stays claimed", func(l *lab) {
		rows, epoch := l.plan(plain)
		l.claim(epoch, hours(2))
		l.write(func(tx store.Tx) error {
			return tx.Pause(l.ctx, store.Pause{Scope: store.All, Reason: "why", At: hours(2)})
		})
		same(l, "asked", l.handOff(epoch, hours(2), rows[0].ID)[rows[0].ID], store.Verdict{Stop: true, Closed: true})
		l.giveBack(epoch, rows)
	}},
	{"a message whose hour has passed stops before the last byte, and goes at its next hour", func(l *lab) {
		rows, epoch := l.plan(func(r *store.OutboxRow) { r.ClosesAt = hours(3) })
		l.claim(epoch, hours(2))
		same(l, "at the closing time", l.handOff(epoch, hours(3), rows[0].ID)[rows[0].ID], store.Verdict{Stop: true, Closed: true})
		if err := l.settle(epoch, hours(3), store.Settled{ID: rows[0].ID, Status: store.Planned, NextAt: hours(10), ClosesAt: hours(20)}); err != nil {
			l.Fatal(err)
		}
		same(l, "before its hour", len(l.claim(epoch, hours(9))), 0)
		same(l, "at its hour", len(l.claim(epoch, hours(10))), 1)
		same(l, "then", l.handOff(epoch, hours(11), rows[0].ID)[rows[0].ID], store.Verdict{})
	}},
	{"implied consent that has ended stops before the last byte, for those who never chose", func(l *lab) {
		rows, epoch := l.plan(func(r *store.OutboxRow) { r.ImpliedTo = hours(2) }, func(r *store.OutboxRow) { r.ImpliedTo = hours(2) })
		l.write(func(tx store.Tx) error {
			return tx.Choose(l.ctx, store.Choice{Channel: "email", Customer: "c1", Topic: "tips", State: "granted", Basis: "choice", Source: "t", Event: "e", At: t0})
		})
		l.claim(epoch, hours(2))
		v := l.handOff(epoch, hours(3), rows[0].ID, rows[1].ID)
		same(l, "who never chose", v[rows[0].ID], store.Verdict{Stop: true, Reason: "no_consent"})
		same(l, "who chose", v[rows[1].ID], store.Verdict{})
	}},
	{"what a limit holds is not claimed until a person lets it go, and is then held no more", func(l *lab) {
		_, epoch := l.plan(plain, plain, func(r *store.OutboxRow) { r.Kind, r.Channel, r.Topic, r.Marketing = "webhook", "webhook", "", false })
		l.write(func(tx store.Tx) error {
			n, err := tx.Hold(l.ctx, hours(2), "sends_per_day")
			same(l, "held: messages, and no webhook", n, 2)
			return err
		})
		webhook := l.claim(epoch, hours(2))
		same(l, "claimed", len(webhook), 1)
		l.giveBack(epoch, webhook)
		l.read(func(r store.Reader) error {
			w, err := r.Waiting(l.ctx, store.All, "", hours(2))
			same(l, "waiting", w, store.Waiting{Free: 1, Held: 2})
			return err
		})
		l.write(func(tx store.Tx) error {
			n, err := tx.Free(l.ctx, store.OfOne, "c0")
			same(l, "released", n, 1)
			if err != nil {
				return err
			}
			again, err := tx.Hold(l.ctx, hours(2), "sends_per_day")
			same(l, "held again", again, 0)
			return err
		})
		same(l, "claimed then", len(l.claim(epoch, hours(2))), 2)
		l.write(func(tx store.Tx) error {
			n, err := tx.DropHeld(l.ctx, store.All, "", hours(2))
			same(l, "dropped", n, 1)
			return err
		})
	}},
	{"traffic is counted by the minute, and a fortnight of it is remembered", func(l *lab) {
		count := func(at time.Time, n int) {
			changes := make([]func(*store.OutboxRow), n)
			for i := range changes {
				changes[i] = func(r *store.OutboxRow) {
					r.Key += at.Format(time.RFC3339)
					r.ReleasedAt, r.NextAt, r.At, r.StaleAt = at, at, at, time.Time{}
				}
			}
			rows, epoch := l.planAt(at, changes...)
			l.claim(epoch, at)
			for _, r := range rows {
				l.handOff(epoch, at, r.ID)
			}
		}
		count(hours(0), 3)
		count(hours(25), 2)
		l.write(func(tx store.Tx) error {
			got, err := tx.Traffic(l.ctx, hours(25).Add(30*time.Minute))
			same(l, "a day later", got, store.Traffic{Hour: 2, Day: 2, Today: 2, BestDay: 3})
			return err
		})
		l.write(func(tx store.Tx) error {
			got, err := tx.Traffic(l.ctx, hours(17*24))
			same(l, "much later", got, store.Traffic{})
			return err
		})
	}},
	{"who belonged to a segment is kept by flow", func(l *lab) {
		l.apply("a", 1, "f", "g")
		l.write(func(tx store.Tx) error {
			if err := tx.SetMembers(l.ctx, "f", []string{"c1", "c2"}, nil); err != nil {
				return err
			}
			if err := tx.SetMembers(l.ctx, "f", []string{"c3", "c2"}, []string{"c1"}); err != nil {
				return err
			}
			all, err := tx.Members(l.ctx, "f", nil)
			same(l, "all", all, map[string]bool{"c2": true, "c3": true})
			if err != nil {
				return err
			}
			some, err := tx.Members(l.ctx, "f", []string{"c1", "c3"})
			same(l, "some", some, map[string]bool{"c3": true})
			if err != nil {
				return err
			}
			other, err := tx.Members(l.ctx, "g", nil)
			same(l, "of another flow", other, map[string]bool{})
			return err
		})
	}},
	{"a clock is remembered at its latest", func(l *lab) {
		for _, c := range []struct{ shows, before time.Time }{{hours(5), time.Time{}}, {hours(3), hours(5)}, {hours(6), hours(5)}, {hours(6), hours(6)}} {
			before, err := l.s.Clock(l.ctx, c.shows)
			if err != nil {
				l.Fatal(err)
			}
			same(l, "before", before, c.before)
		}
	}},
}

// giveBack makes claimed rows planned again.
func (l *lab) giveBack(epoch int64, rows []*store.OutboxRow) {
	l.Helper()
	for _, r := range rows {
		if err := l.settle(epoch, hours(2), store.Settled{ID: r.ID, Status: store.Planned, NextAt: hours(1)}); err != nil {
			l.Fatal(err)
		}
	}
}
