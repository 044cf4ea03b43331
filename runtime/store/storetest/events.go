package storetest

import (
	"github.com/flowc/flowc/runtime/store"
)

var events = []claim{
	{"new events come in the order of (at, source, id), up to an instant and a number", func(l *lab) {
		late := of("a", "customer.updated", "c1", hours(3))
		other := of("a", "customer.updated", "c1", hours(1))
		other.Source = "a-shop"
		l.take(late, of("c", "customer.updated", "c1", hours(1)), of("b", "customer.updated", "c1", hours(1)), other)
		l.write(func(tx store.Tx) error {
			evs, err := tx.NewEvents(l.ctx, hours(2), 10)
			if err != nil {
				return err
			}
			same(l, "up to an instant", keys(evs), []string{"a", "b", "c"})
			same(l, "the first source", evs[0].Source, "a-shop")
			if evs, err = tx.NewEvents(l.ctx, hours(9), 2); err != nil {
				return err
			}
			same(l, "up to a number", keys(evs), []string{"a", "b"})
			if evs, err = tx.NewEvents(l.ctx, hours(1), 10); err == nil {
				same(l, "the instant itself counts", len(evs), 3)
			}
			return err
		})
	}},
	{"events that were looked at are new no more", func(l *lab) {
		l.take(of("a", "customer.updated", "c1", hours(1)), of("b", "customer.updated", "c1", hours(2)))
		evs := l.newEvents()
		l.write(func(tx store.Tx) error { return tx.MarkEvents(l.ctx, []int64{evs[0].Seq}) })
		same(l, "left", keys(l.newEvents()), []string{"b"})
	}},
	{"marking frees no event that waits for its order", func(l *lab) {
		l.take(about("a", "order.paid", "o1", hours(1)))
		l.write(func(tx store.Tx) error { return tx.MarkEvents(l.ctx, []int64{1}) })
		l.take(placed("b", "o1", "c1", t0))
		same(l, "events", keys(l.newEvents()), []string{"b", "a"})
	}},
	{"an event knows when it was first seen", func(l *lab) {
		l.opt.ReceivedAt = hours(7)
		l.take(of("a", "customer.updated", "c1", hours(1)))
		same(l, "received", l.newEvents()[0].Received, hours(7))
	}},
	{"Next is the earliest thing to do", func(l *lab) {
		next := func() (at string) {
			l.read(func(r store.Reader) error {
				t, err := r.Next(l.ctx)
				if at = "nothing"; !t.IsZero() {
					at = t.Sub(t0).String()
				}
				return err
			})
			return at
		}
		same(l, "an empty store", next(), "nothing")
		j := journey("f", "1", "c1", t0, hours(5))
		l.enter(j)
		same(l, "a journey", next(), "5h0m0s")
		row := message(j, "a", store.Planned)
		row.NextAt = hours(4)
		l.write(func(tx store.Tx) error { return tx.InsertOutbox(l.ctx, []*store.OutboxRow{row}) })
		same(l, "a message", next(), "4h0m0s")
		l.take(of("a", "customer.updated", "c1", hours(3)))
		same(l, "an event", next(), "3h0m0s")
		l.take(about("b", "order.paid", "o1", hours(1)))
		same(l, "one that waits is nothing to do", next(), "3h0m0s")
	}},
}
