package storetest

import (
	"errors"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

var journals = []claim{
	{"a store knows no journal until one is taken, and only the one that was", func(l *lab) {
		first, second := store.Mark{Size: 80, Sum: "a"}, store.Mark{Seq: 2, Size: 280, Sum: "b"}
		s := l.journal()
		if s.ID != "" || len(s.Instance) != 32 {
			l.Errorf("a new store knows %+v", s)
		}
		if err := l.journalled(store.Mark{}, second); !errors.Is(err, store.ErrStale) {
			l.Errorf("a group without a journal: %v, want ErrStale", err)
		}
		l.write(func(tx store.Tx) error { return tx.SetJournal(l.ctx, "j", first) })
		if err := l.journalled(first, second); err != nil {
			l.Fatal(err)
		}
		if got := l.journal(); got.ID != "j" || got.Before != first || got.Head != second || got.Instance != s.Instance {
			l.Errorf("after a group: %+v", got)
		}
		for _, wrong := range []store.Mark{first, {Seq: 2, Size: 280, Sum: "c"}, {Seq: 1, Size: 280, Sum: "b"}, {Seq: 2, Size: 281, Sum: "b"}} {
			if err := l.journalled(wrong, store.Mark{Seq: 9}); !errors.Is(err, store.ErrStale) {
				l.Errorf("behind %+v: %v, want ErrStale", wrong, err)
			}
		}
		if got := l.journal(); got.Head != second {
			l.Errorf("a refused group moved the end to %+v", got.Head)
		}
	}},
	{"what is buried is never handed over, whether it is there or comes later", func(l *lab) {
		owed := func(r *store.OutboxRow) { r.Resend, r.Marketing = true, false }
		rows, epoch := l.plan(plain, owed, plain, plain)
		done := l.claim(epoch, hours(1))[2]
		l.handOff(epoch, hours(1), done.ID)
		back := store.Settled{ID: rows[0].ID, Status: store.Planned, NextAt: hours(2)}
		if err := l.settle(epoch, hours(1), store.Settled{ID: done.ID, Status: store.Accepted}, back, settledOf(back, rows[1].ID), settledOf(back, rows[3].ID)); err != nil {
			l.Fatal(err)
		}
		later := journey("f", "later", "c9", t0, hours(500))
		l.enter(later)
		next := message(later, "n", store.Planned)
		dropped := message(later, "m", store.Dropped)
		lost := []store.HandedOver{handed(rows[0]), handed(rows[1]), handed(done), handed(next), handed(dropped)}
		for i, want := range []int{5, 0} {
			var n int
			l.write(func(tx store.Tx) (err error) {
				n, err = tx.Bury(l.ctx, lost, hours(3))
				return err
			})
			if n != want {
				l.Errorf("time %d: %d buried, want %d", i+1, n, want)
			}
		}
		l.write(func(tx store.Tx) error { return tx.InsertOutbox(l.ctx, []*store.OutboxRow{next, dropped}) })
		if next.ID == 0 || dropped.ID == 0 {
			l.Error("a buried message has no row in the ledger")
		}
		if got := l.claim(epoch, hours(90)); len(got) != 1 || got[0].ID != rows[3].ID {
			l.Errorf("claimed %d rows, want the one that is not buried", len(got))
		}
		if got, want := l.outcomes(), "[accepted 1 claimed 1 unknown(handed over before the store was restored) 4]"; got != want {
			l.Errorf("outcomes %q, want %q", got, want)
		}
		keys := map[store.SendKey]bool{}
		l.read(func(r store.Reader) error { return r.Finished(l.ctx, func(k store.SendKey) { keys[k] = true }) })
		if len(keys) != 5 || keys[rows[3].SendKey()] || !keys[done.SendKey()] || !keys[next.SendKey()] {
			l.Errorf("%d keys are finished, want the five buried ones", len(keys))
		}
	}},
}

func settledOf(s store.Settled, id int64) store.Settled { s.ID = id; return s }

func handed(r *store.OutboxRow) store.HandedOver {
	return store.HandedOver{Key: r.SendKey(), Flow: r.Flow, At: t0.Add(time.Minute)}
}

func (l *lab) journal() (s store.JournalState) {
	l.Helper()
	l.read(func(r store.Reader) (err error) {
		s, err = r.Journal(l.ctx)
		return err
	})
	return s
}

func (l *lab) journalled(before, head store.Mark) error {
	return l.s.Write(l.ctx, func(tx store.Tx) error { return tx.Journalled(l.ctx, before, head) })
}
