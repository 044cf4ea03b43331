package storetest

import (
	"errors"

	"github.com/flowc/flowc/runtime/store"
)

func (l *lab) apply(fingerprint string, at int, flows ...string) (version int64) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		version, err = tx.SaveProgram(l.ctx, store.StoredProgram{Fingerprint: fingerprint, Format: 1, Body: []byte(`{"of":"` + fingerprint + `"}`)}, flows, hours(at))
		return err
	})
	return version
}

var programs = []claim{
	{"nothing is deployed before the first apply", func(l *lab) {
		err := l.s.Read(l.ctx, func(r store.Reader) error { _, err := r.Deployed(l.ctx); return err })
		if !errors.Is(err, store.ErrNothingApplied) {
			l.Errorf("got %v, want ErrNothingApplied", err)
		}
		err = l.s.Read(l.ctx, func(r store.Reader) error { _, err := r.Running(l.ctx); return err })
		if !errors.Is(err, store.ErrNothingApplied) {
			l.Errorf("running: got %v, want ErrNothingApplied", err)
		}
	}},
	{"the latest apply is what runs, and a rollback is an apply", func(l *lab) {
		same(l, "versions", []int64{l.apply("a", 1, "f"), l.apply("b", 2, "f"), l.apply("a", 3, "f")}, []int64{1, 2, 3})
		l.read(func(r store.Reader) error {
			p, err := r.Deployed(l.ctx)
			if err != nil {
				return err
			}
			same(l, "deployed", p.Fingerprint+string(p.Body), `a{"of":"a"}`)
			running, err := r.Running(l.ctx)
			if err != nil {
				return err
			}
			same(l, "running", running, "a")
			old, err := r.Program(l.ctx, "b")
			if err != nil {
				return err
			}
			same(l, "program b", string(old.Body), `{"of":"b"}`)
			versions, err := r.Versions(l.ctx)
			same(l, "applies", versions, []store.Version{
				{Number: 1, Fingerprint: "a", AppliedAt: hours(1)}, {Number: 2, Fingerprint: "b", AppliedAt: hours(2)}, {Number: 3, Fingerprint: "a", AppliedAt: hours(3)},
			})
			return err
		})
	}},
	{"a flow begins after the events that were there when it was first applied", func(l *lab) {
		l.apply("a", 1, "f")
		l.take(of("e1", "customer.updated", "c1", t0), of("e2", "customer.updated", "c1", t0))
		l.apply("b", 2, "f", "g")
		l.write(func(tx store.Tx) error {
			flows, err := tx.Flows(l.ctx)
			same(l, "flows", flows, map[string]store.FlowRow{"f": {SinceSeq: 0, AppliedAt: hours(1)}, "g": {SinceSeq: 2, AppliedAt: hours(2)}})
			return err
		})
	}},
	{"a watermark is kept, and only for a flow that was applied", func(l *lab) {
		l.apply("a", 1, "f")
		l.write(func(tx store.Tx) error { return tx.SetWatermark(l.ctx, "f", "2026-04-01T09:00") })
		l.write(func(tx store.Tx) error {
			flows, err := tx.Flows(l.ctx)
			same(l, "watermark", flows["f"].Watermark, "2026-04-01T09:00")
			return err
		})
		if err := l.s.Write(l.ctx, func(tx store.Tx) error { return tx.SetWatermark(l.ctx, "g", "2026-04-01T09:00") }); err == nil {
			l.Error("a flow that was never applied has a watermark")
		}
	}},
	{"a cursor is how far a table was read", func(l *lab) {
		get := func(table string) (c store.Cursor) {
			l.write(func(tx store.Tx) (err error) {
				c, err = tx.Cursor(l.ctx, "shop", table)
				return err
			})
			return c
		}
		same(l, "at first", get("orders"), store.Cursor{})
		for _, c := range []store.Cursor{{UpdatedAt: "2026-03-01", LastID: "o1"}, {UpdatedAt: "2026-03-02", LastID: "o2"}} {
			l.write(func(tx store.Tx) error { return tx.SetCursor(l.ctx, "shop", "orders", c) })
			same(l, "then", get("orders"), c)
		}
		same(l, "of another table", get("customers"), store.Cursor{})
	}},
}
