package storetest

import (
	"fmt"

	"github.com/flowc/flowc/runtime/store"
)

func (l *lab) ledger(q store.LedgerQuery, limit int) (out []string) {
	l.Helper()
	l.read(func(r store.Reader) error {
		return r.Ledger(l.ctx, q, func(line store.LedgerLine) bool {
			out = append(out, fmt.Sprintf("%s %s %s %s %s", line.At.Sub(t0), line.Journey, line.Kind, line.Node, line.Outcome))
			return len(out) < limit
		})
	})
	return out
}

var ledger = []claim{
	{"the ledger goes by at, then journey, then what happened first", func(l *lab) {
		a, b := journey("f", "o1", "c1", t0, hours(1)), journey("f", "o2", "c2", t0, hours(1))
		l.enter(a, b)
		l.write(func(tx store.Tx) error {
			err := tx.InsertTrail(l.ctx, []store.TrailRow{
				{Journey: b.ID, At: t0, Kind: "journey", Outcome: "entered", Nth: 1},
				{Journey: a.ID, At: t0, Kind: "journey", Outcome: "entered", Nth: 2},
				{Journey: a.ID, At: hours(1), Kind: "assignment", Node: "x", Outcome: "assigned", Variant: "gift", Nth: 4},
				{Journey: a.ID, At: hours(1), Kind: "journey", Outcome: "left", Reason: "end", Nth: 6},
			})
			if err != nil {
				return err
			}
			first, second := message(a, "first", store.Dropped), message(a, "second", store.HeldOut)
			first.Nth, second.Nth = 3, 5
			return tx.InsertOutbox(l.ctx, []*store.OutboxRow{first, second})
		})
		l.write(func(tx store.Tx) error { // a later transaction at the same instant
			return tx.InsertTrail(l.ctx, []store.TrailRow{{Journey: a.ID, At: hours(1), Kind: "goal", Node: "g", Outcome: "reached", Nth: 1}})
		})
		want := []string{
			"0s f:o1 journey  entered", "0s f:o2 journey  entered", "1h0m0s f:o1 message first dropped", "1h0m0s f:o1 assignment x assigned",
			"1h0m0s f:o1 message second held_out", "1h0m0s f:o1 journey  left", "1h0m0s f:o1 goal g reached",
		}
		same(l, "ledger", l.ledger(store.LedgerQuery{}, 100), want)
		same(l, "it stops", l.ledger(store.LedgerQuery{}, 2), want[:2])
		same(l, "of one customer", l.ledger(store.LedgerQuery{Customer: "c2"}, 100), want[1:2])
		same(l, "from", l.ledger(store.LedgerQuery{From: hours(1)}, 100), want[2:])
		same(l, "until", l.ledger(store.LedgerQuery{Until: t0}, 100), want[:2])
		same(l, "of another flow", len(l.ledger(store.LedgerQuery{Flow: "g"}, 100)), 0)
	}},
	{"what is unfinished has no line, and an outcome has all its fields", func(l *lab) {
		rows, epoch := l.plan(func(r *store.OutboxRow) { r.Variant, r.Order = "gift", "o1" }, plain)
		l.claim(epoch, hours(2))
		same(l, "lines", len(l.ledger(store.LedgerQuery{}, 100)), 0)
		if err := l.settle(epoch, hours(3), store.Settled{ID: rows[0].ID, Status: store.Accepted}); err != nil {
			l.Fatal(err)
		}
		l.read(func(r store.Reader) error {
			return r.Ledger(l.ctx, store.LedgerQuery{}, func(got store.LedgerLine) bool {
				same(l, "line", got, store.LedgerLine{
					Kind: "message", At: hours(3), Journey: "f:0", Flow: "f", Customer: "c0", Order: "o1", Node: "n", Round: "0", Channel: "email",
					Topic: "tips", Variant: "gift", Outcome: "sent", Subject: "Hello",
				})
				return true
			})
		})
	}},
}
