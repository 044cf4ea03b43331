package engine_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/journal"
	"github.com/flowc/flowc/runtime/store"
)

// handing calls back at each last byte.
type handing struct {
	mu     sync.Mutex
	at     func(m delivery.Message)
	handed int
}

func (h *handing) Deliver(ctx context.Context, m delivery.Message, ready delivery.Ready) delivery.Outcome {
	if err := ready(ctx); err != nil {
		return delivery.Outcome{Verdict: delivery.Withheld, Answer: "withheld", Err: err}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.handed++
	h.at(m)
	return delivery.Outcome{Verdict: delivery.Accepted}
}

func (*handing) Close() error { return nil }

// withJournal gives a shop's engine a journal in a file, and the store what a runner would write down of it.
func withJournal(t *testing.T, s *shop) (path string, j *journal.Journal) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.journal")
	k := knownTo(t, s)
	j, err := journal.Create(path, k.Instance)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	s.write(func(tx store.Tx) error { return tx.SetJournal(t.Context(), j.Owner.ID, store.Mark(j.End())) })
	return path, j
}

func knownTo(t *testing.T, s *shop) (k journal.Known) {
	t.Helper()
	err := s.db.Read(t.Context(), func(r store.Reader) error {
		st, err := r.Journal(t.Context())
		k = journal.Known{Owner: journal.Owner{ID: st.ID, Instance: st.Instance}, Before: journal.Mark(st.Before), Head: journal.Mark(st.Head)}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// At the instant of the last byte the hand-over is in the database, and in the journal's file behind it.
func TestNothingGoesThatIsNotInTheDatabaseAndInTheJournal(t *testing.T) {
	for _, workers := range []int{1, 4} {
		h := &handing{}
		s := openShop(t, h, workers, thanks, map[string]string{"thank.md": "Thank you for ${order.number}.\n"})
		path, j := withJournal(t, s)
		s.engine.Journal = j
		h.at = func(delivery.Message) {
			records := 0 // the file is read first: meanwhile the other workers go on
			if _, err := journal.Salvage(path, journal.Mark{}, func(journal.Record, bool) { records++ }); err != nil {
				t.Error(err)
			}
			if records < h.handed {
				t.Errorf("%d workers: %d were handed over, the journal has %d", workers, h.handed, records)
			}
			if k := knownTo(t, s); k.Head.Seq < int64(records) {
				t.Errorf("%d workers: the journal has %d hand-overs, the store knows %d", workers, records, k.Head.Seq)
			}
		}
		const letters = 60
		s.now = s.now.Add(time.Minute)
		s.place(letters)
		if report := s.look(); report.Accepted != letters {
			t.Errorf("%d workers: %+v, want %d accepted", workers, report, letters)
		}
		keys := map[journal.Key]bool{}
		if _, err := journal.Salvage(path, journal.Mark{}, func(r journal.Record, proven bool) { keys[r.Key] = proven && r.Flow != "" }); err != nil {
			t.Fatal(err)
		}
		err := s.db.Read(t.Context(), func(r store.Reader) error {
			return r.Finished(t.Context(), func(k store.SendKey) {
				if !keys[journal.Key(k)] {
					t.Errorf("%d workers: %x is not in the journal", workers, k)
				}
			})
		})
		if err != nil || len(keys) != letters {
			t.Errorf("%d workers: %d keys in the journal, want %d; %v", workers, len(keys), letters, err)
		}
	}
}

// failing is a journal whose disk is full from one group on.
type failing struct {
	*journal.Journal
	room int
}

var errFull = errors.New("no space left on device")

func (f *failing) Append(group []journal.Entry) error {
	if f.room--; f.room < 0 {
		return errFull
	}
	return f.Journal.Append(group)
}

func TestWhereTheJournalCannotBeWrittenNothingGoesAndNothingIsLost(t *testing.T) {
	for _, workers := range []int{1, 4} {
		for room := range 4 {
			what := fmt.Sprintf("%d workers, room for %d groups", workers, room)
			h := &handing{}
			s := openShop(t, h, workers, thanks, map[string]string{"thank.md": "Thank you for ${order.number}.\n"})
			path, j := withJournal(t, s)
			s.engine.Journal = &failing{Journal: j, room: room}
			h.at = func(delivery.Message) {}
			const letters = 40
			s.now = s.now.Add(time.Minute)
			s.place(letters)
			report, err := s.engine.Look(t.Context(), s.now)
			if !errors.Is(err, errFull) || report.Accepted != h.handed || h.handed > room*workers {
				t.Errorf("%s: %v, %+v, %d handed over", what, err, report, h.handed)
			}
			f, err := journal.Compare(path, knownTo(t, s))
			if err != nil || !f.Verdict.Safe() || f.End.Seq != int64(h.handed) {
				t.Errorf("%s: afterwards the journal %v with %d records, %v", what, f.Verdict, f.End.Seq, err)
			}
			f.Journal.Close()
			// There is room again, and the runner begins anew.
			s.write(func(tx store.Tx) error { return tx.SetJournal(t.Context(), j.Owner.ID, store.Mark(j.End())) })
			s.engine.Journal = j
			s.look()
			if h.handed != letters {
				t.Errorf("%s: %d handed over in the end, want %d", what, h.handed, letters)
			}
		}
	}
}

// A database that was put in the other's place while the runner works does not know where the journal ends.
func TestNothingGoesWhereTheDatabaseDoesNotKnowTheJournal(t *testing.T) {
	h := &handing{at: func(delivery.Message) {}}
	s := openShop(t, h, 1, thanks, map[string]string{"thank.md": "Thank you for ${order.number}.\n"})
	_, j := withJournal(t, s)
	s.engine.Journal = j
	s.write(func(tx store.Tx) error {
		return tx.SetJournal(t.Context(), "another", store.Mark{Seq: 7, Size: 700, Sum: "7"})
	})
	s.now = s.now.Add(time.Minute)
	s.place(3)
	if _, err := s.engine.Look(t.Context(), s.now); !errors.Is(err, store.ErrStale) || h.handed > 0 {
		t.Errorf("%v, %d handed over", err, h.handed)
	}
}
