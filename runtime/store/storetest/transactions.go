package storetest

import (
	"context"
	"errors"

	"github.com/flowc/flowc/runtime/store"
)

var transactions = []claim{
	{"a Write that fails leaves nothing", func(l *lab) {
		boom := errors.New("boom")
		err := l.s.Write(l.ctx, func(tx store.Tx) error {
			if _, err := tx.Import(l.ctx, placed("e1", "o1", "c1", t0), l.opt); err != nil {
				return err
			}
			return boom
		})
		if !errors.Is(err, boom) {
			l.Fatalf("got %v, want the error of fn", err)
		}
		if p := l.person("c1"); p != nil {
			l.Errorf("the customer is there: %+v", p)
		}
	}},
	{"a Write that panics leaves nothing, and the store goes on", func(l *lab) {
		func() {
			defer func() {
				if recover() == nil {
					l.Error("the panic was swallowed")
				}
			}()
			l.s.Write(l.ctx, func(tx store.Tx) error {
				if _, err := tx.Import(l.ctx, placed("e1", "o1", "c1", t0), l.opt); err != nil {
					l.Error(err)
				}
				panic("boom")
			})
		}()
		if p := l.person("c1"); p != nil {
			l.Errorf("the customer is there: %+v", p)
		}
		l.take(placed("e1", "o1", "c1", t0))
	}},
	{"what a Write wrote is seen by the next Read", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0))
		if l.person("c1") == nil {
			l.Error("the customer is not there")
		}
	}},
	{"a Write sees what it wrote itself", func(l *lab) {
		l.write(func(tx store.Tx) error {
			if _, err := tx.Import(l.ctx, placed("e1", "o1", "c1", t0), l.opt); err != nil {
				return err
			}
			f, err := tx.Facts(l.ctx, store.FactsQuery{Customers: []string{"c1"}, Currency: "EUR"})
			if err == nil && f.People["c1"] == nil {
				l.Error("the customer is not there")
			}
			return err
		})
	}},
	{"a context that is done begins nothing", func(l *lab) {
		ctx, cancel := context.WithCancel(l.ctx)
		cancel()
		called := false
		err := l.s.Write(ctx, func(store.Tx) error { called = true; return nil })
		if !errors.Is(err, context.Canceled) || called {
			l.Errorf("Write: err %v, called %v", err, called)
		}
		err = l.s.Read(ctx, func(store.Reader) error { called = true; return nil })
		if !errors.Is(err, context.Canceled) || called {
			l.Errorf("Read: err %v, called %v", err, called)
		}
	}},
	{"Writes of several goroutines take turns", func(l *lab) {
		const n = 8
		errs := make(chan error, n)
		for i := range n {
			go func() {
				errs <- l.s.Write(l.ctx, func(tx store.Tx) error {
					id := string(rune('a' + i))
					_, err := tx.Import(l.ctx, placed("e"+id, "o"+id, "c1", hours(i)), l.opt)
					return err
				})
			}()
		}
		for range n {
			if err := <-errs; err != nil {
				l.Error(err)
			}
		}
		if got := len(l.person("c1").Orders); got != n {
			l.Errorf("%d orders, want %d", got, n)
		}
	}},
}
