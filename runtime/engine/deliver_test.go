package engine_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/store"
)

// watching is a channel that looks into the store at the instant at which each message is handed over.
type watching struct {
	mu      sync.Mutex
	look    func() map[store.Status]int
	most    int
	handed  int
	settled int // outcomes that were on disk when the last message went
}

func (w *watching) Deliver(ctx context.Context, _ delivery.Message, ready delivery.Ready) delivery.Outcome {
	if err := ready(ctx); err != nil {
		return delivery.Outcome{Verdict: delivery.Withheld, Answer: "withheld", Err: err}
	}
	n := w.look()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handed++
	w.most = max(w.most, n[store.HandingOff])
	w.settled = max(w.settled, n[store.Accepted]) // the one that looked last need not come here last
	return delivery.Outcome{Verdict: delivery.Accepted}
}

func (*watching) Close() error { return nil }

// TestNoMoreMessagesAreHandedOverAtOnceThanThereAreWorkers: what a crash makes unknown is bounded by the number of workers, also
// though a worker goes on before the outcome of its last message is on disk.
func TestNoMoreMessagesAreHandedOverAtOnceThanThereAreWorkers(t *testing.T) {
	for _, workers := range []int{1, 3, 8} {
		w := &watching{}
		s := openShop(t, w, workers, thanks, map[string]string{"thank.md": "Thank you for ${order.number}.\n"})
		w.look = func() map[store.Status]int {
			n := map[store.Status]int{}
			err := s.db.Read(t.Context(), func(r store.Reader) error {
				counts, err := r.Outcomes(t.Context())
				for _, c := range counts {
					n[c.Status] += int(c.N)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return n
		}
		const letters = 300
		s.now = s.now.Add(time.Minute)
		s.place(letters)
		if report := s.look(); report.Accepted != letters {
			t.Errorf("%d workers: %+v, want %d accepted", workers, report, letters)
		}
		if w.most < 1 || w.most > workers {
			t.Errorf("%d workers: %d messages were being handed over at once", workers, w.most)
		}
		if w.handed != letters || w.settled < letters-2*workers {
			t.Errorf("%d workers: %d handed over, %d outcomes on disk when the last one went", workers, w.handed, w.settled)
		}
		if n := w.look(); n[store.Accepted] != letters || n[store.HandingOff] != 0 {
			t.Errorf("%d workers: afterwards %v", workers, n)
		}
	}
}

// silent is a mail server that takes the connection and never says a word, or never answers the last byte.
type silent struct {
	begun  chan struct{}
	handed bool // it is silent after the last byte
	answer chan delivery.Outcome
}

func (s *silent) Deliver(ctx context.Context, _ delivery.Message, ready delivery.Ready) delivery.Outcome {
	if s.handed {
		if err := ready(ctx); err != nil {
			return delivery.Outcome{Verdict: delivery.Withheld, Answer: "withheld", Err: err}
		}
	}
	close(s.begun)
	select {
	case <-ctx.Done():
		return delivery.Outcome{Verdict: delivery.NotSent, Scope: delivery.ScopeRelay, Answer: "stopped at the greeting", Err: context.Cause(ctx)}
	case o := <-s.answer:
		return o
	}
}

func (*silent) Close() error { return nil }

// TestStoppingWaitsForAnAnswerAndNotForAGreeting: a runner that is told to stop gives back at once what has not left; once the last byte
// is out it waits, since to go would make a doubt of an answer that comes.
func TestStoppingWaitsForAnAnswerAndNotForAGreeting(t *testing.T) {
	for _, handed := range []bool{false, true} {
		channel := &silent{begun: make(chan struct{}), handed: handed, answer: make(chan delivery.Outcome, 1)}
		s := openShop(t, channel, 1, thanks, map[string]string{"thank.md": "Thank you for ${order.number}.\n"})
		s.now = s.now.Add(time.Minute)
		s.place(1)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		done := make(chan struct{})
		go func() {
			defer close(done)
			if _, err := s.engine.Look(ctx, s.now); err != nil {
				t.Errorf("handed %v: %v", handed, err)
			}
		}()
		<-channel.begun
		stop()
		want := store.Planned
		if handed {
			select {
			case <-done:
				t.Error("it did not wait for the answer")
			case <-time.After(50 * time.Millisecond):
			}
			channel.answer <- delivery.Outcome{Verdict: delivery.Accepted}
			want = store.Accepted
		}
		<-done
		err := s.db.Read(t.Context(), func(r store.Reader) error {
			counts, err := r.Outcomes(t.Context())
			if err == nil && (len(counts) != 1 || counts[0].Status != want || counts[0].N != 1) {
				t.Errorf("handed %v: %+v, want one %s", handed, counts, want)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
