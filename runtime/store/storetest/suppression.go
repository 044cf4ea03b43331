package storetest

import (
	"fmt"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

var suppressions = []claim{
	{"lifting is a row: what came before is lifted, what comes after holds, the history stays", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0))
		suppress := func(n int) {
			l.write(func(tx store.Tx) error {
				return tx.Suppress(l.ctx, store.Suppression{Channel: "email", Address: "ada@x.test", Reason: "manual", At: hours(n)})
			})
		}
		lift := func(n int, want bool) {
			l.Helper()
			l.write(func(tx store.Tx) error {
				did, err := tx.Lift(l.ctx, store.Suppression{Channel: "email", Address: "ADA@x.test", At: hours(n)})
				same(l, "lifted something", did, want)
				return err
			})
		}
		lift(1, false)
		suppress(2)
		lift(3, true)
		same(l, "lifted", l.person("c1").Suppressed, false)
		suppress(1)
		same(l, "an older one that comes in later", l.person("c1").Suppressed, false)
		suppress(4)
		same(l, "a newer one", l.person("c1").Suppressed, true)
		l.take(with(of("e2", "message.bounced", "c1", hours(6)), "kind", `"hard"`))
		lift(5, true)
		same(l, "one that is dated later than the lift", l.person("c1").Suppressed, false)
		var got []string
		l.read(func(r store.Reader) error {
			return r.Suppressions(l.ctx, "ada@x.test", func(s store.Suppressed) error {
				got = append(got, s.Address+" "+s.Reason+" "+s.At.Format("15")+"-"+s.Lifted.Format("15"))
				return nil
			})
		})
		same(l, "history", strings.Join(got, "; "),
			"ada@x.test manual 10-12; ada@x.test manual 11-12; ada@x.test manual 13-15; ada@x.test hard_bounce 15-15")
	}},
	{"a suppression stays with the address that the customer had, and is lifted there", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0), with(of("e2", "message.bounced", "c1", hours(1)), "kind", `"hard"`), at("e3", "c1", "new@x.test", 2))
		same(l, "at the new one", l.person("c1").Suppressed, false)
		l.take(at("e4", "c2", "ada@x.test", 3))
		same(l, "who has the address now", l.person("c2").Suppressed, true)
		l.write(func(tx store.Tx) error {
			_, err := tx.Lift(l.ctx, store.Suppression{Channel: "email", Address: "ada@x.test", At: hours(4)})
			return err
		})
		same(l, "after a lift", l.person("c2").Suppressed, false)
	}},
	{"bounces of long ago and suppressions by hand do not count for the breakers, and suppress all the same", func(l *lab) {
		for i, c := range []struct {
			kind string
			age  int // hours
			want float64
		}{{"hard", 24 * 30, 0}, {"manual", 1, 0}, {"legal", 1, 0}, {"hard", 24, 0.005}} {
			id := string(rune('a' + i))
			l.opt.ReceivedAt = hours(24 * 60)
			l.take(at("e"+id, id, id+"@x.test", 0), with(of("b"+id, "message.bounced", id, hours(24*60-c.age)), "kind", `"`+c.kind+`"`))
			same(l, c.kind+" suppresses", l.person(id).Suppressed, true)
			if i == 0 {
				l.handed(200, hours(24*60))
			}
			l.write(func(tx store.Tx) error {
				f, err := tx.Traffic(l.ctx, hours(24*60+1))
				same(l, c.kind+": bounces", f.Bounces, c.want)
				return err
			})
		}
	}},
	{"words are only added", func(l *lab) {
		l.take(at("e1", "c1", "ada@x.test", 0))
		seen := map[string]bool{}
		for n, state := range []string{"granted", "denied", "granted", "denied", "denied"} {
			l.chosen("ada@x.test", state, n+1)
			l.read(func(r store.Reader) error {
				s, err := r.Standing(l.ctx, "c1", "")
				same(l, "words", len(s.History), n+1)
				for _, h := range s.History {
					seen[h.State+h.At.String()+h.Basis+h.Source] = true
				}
				same(l, "words that ever were", len(seen), n+1)
				same(l, "what decides", s.Decided["tips"].By.At, hours(n+1))
				same(l, "basis", s.Decided["tips"].By.Basis, "express")
				return err
			})
		}
	}},
}

// handed hands n messages over.
func (l *lab) handed(n int, now time.Time) {
	l.Helper()
	epoch, err := l.s.Acquire(l.ctx, "runner", now, time.Hour)
	if err != nil {
		l.Fatal(err)
	}
	l.write(func(tx store.Tx) error {
		j := &interp.Journey{Flow: "f", Key: "handed", Customer: "somebody", Entered: t0, State: "s", Over: 1}
		if err := tx.InsertJourneys(l.ctx, []*interp.Journey{j}); err != nil {
			return err
		}
		var rows []*store.OutboxRow
		for i := range n {
			rows = append(rows, &store.OutboxRow{
				Flow: "f", Key: "handed", Node: fmt.Sprint("s", i), Round: "0", Kind: "message", Status: store.Planned, Journey: j.ID, Customer: "somebody", Channel: "email",
				Sender: "default", Program: "p", ReleasedAt: t0, At: t0, Address: "somebody@x.test",
			})
		}
		if err := tx.InsertOutbox(l.ctx, rows); err != nil {
			return err
		}
		if _, err := tx.Claim(l.ctx, epoch, now, n); err != nil {
			return err
		}
		ids := make([]int64, n)
		for i, r := range rows {
			ids[i] = r.ID
		}
		_, err := tx.HandOff(l.ctx, epoch, now, ids)
		return err
	})
}
