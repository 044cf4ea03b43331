package engine

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// busyStore is a store of which the first Writes fail; it keeps what is settled.
type busyStore struct {
	store.Store
	fails   []error
	writes  int
	settled []int64
}

func (s *busyStore) Write(_ context.Context, fn func(store.Tx) error) error {
	s.writes++
	if s.writes <= len(s.fails) {
		return s.fails[s.writes-1]
	}
	return fn(busyTx{s: s})
}

type busyTx struct {
	store.Tx
	s *busyStore
}

func (t busyTx) Settle(_ context.Context, _ int64, _ time.Time, results []store.Settled) error {
	for _, r := range results {
		t.s.settled = append(t.s.settled, r.ID)
	}
	return nil
}

func (t busyTx) HandOff(_ context.Context, _ int64, _ time.Time, ids []int64) (map[int64]store.Verdict, error) {
	out := map[int64]store.Verdict{}
	for _, id := range ids {
		out[id] = store.Verdict{}
	}
	return out, nil
}

func TestAnOutcomeThatCannotBeWrittenIsTriedAgainAndAQuestionIsNot(t *testing.T) {
	busy := errors.New("the database is locked")
	for _, c := range []struct {
		what     string
		fails    []error
		recorded bool
		asked    error
	}{
		{"nothing fails", nil, true, nil},
		{"busy for a while", []error{busy, busy, busy}, true, busy},
		{"busy for too long", slices.Repeat([]error{busy}, settleTries), false, busy},
		{"another runner was here", []error{store.ErrStale}, false, store.ErrStale},
	} {
		s := &busyStore{fails: c.fails}
		e := New(Config{Store: s, Program: &Program{}, Now: func() time.Time { return time.Unix(0, 0) }}, 1)
		outcome, question := make(chan reply, 1), make(chan reply, 1)
		(&committer{e: e}).commit([]request{{handOff: &store.OutboxRow{ID: 1}, answer: question}, {settled: &store.Settled{ID: 2, Status: store.Accepted}, answer: outcome}})
		if r := <-outcome; (r.err == nil) != c.recorded || slices.Equal(s.settled, []int64{2}) != c.recorded {
			t.Errorf("%s: the outcome is answered with %v, settled %v", c.what, r.err, s.settled)
		}
		if r := <-question; !errors.Is(r.err, c.asked) || r.verdict.Stop != (c.asked != nil) {
			t.Errorf("%s: the question is answered with %+v", c.what, r)
		}
	}
}
