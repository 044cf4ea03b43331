// Package sim turns a list of events into what a program would have done with them: the real engine, on a store that the caller
// hands in (in memory, usually), with a clock that jumps from instant to instant.
package sim

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// Options say how the clock runs. Zero values are the defaults of contracts.md, "flowc simulate".
type Options struct {
	From  time.Time     // the clock begins here; zero: at the first event
	Until time.Time     // inclusive; zero: when no journey is under way
	Tick  time.Duration // the runner looks only this often, from the beginning; zero: each instant is met exactly
	// Known says when a line becomes known; nil, or the zero time: at its `at`. So lines come late, as they do from a shop that was away.
	Known func(line *order.Line) time.Time
	// Deliver opens a channel for each sender; nil: everything is accepted at once and goes nowhere.
	Deliver func(sender machine.Sender, now func() time.Time) (delivery.Channel, error)
	Links   engine.Links // nil: addresses under the project's base_url that lead nowhere
	Workers int
	Log     *slog.Logger
	// Progress is told the clock and how many lines were taken, now and then; nil: nobody is.
	Progress func(now time.Time, lines int)
}

// Refused is a line that could not be taken, by its index in the input.
type Refused struct {
	Index int
	Why   string
}

// Result is what a run did. The store holds the rest.
type Result struct {
	Report  engine.Report
	Refused []Refused
	// Warnings are what was said of lines that were taken, and of how many.
	Warnings map[string]int
	End      time.Time
}

// Run brings the store through all lines. Lines become known at their `at` unless opt.Known says otherwise; those before From at From.
func Run(ctx context.Context, st store.Store, program *engine.Program, lines []*order.Line, opt Options) (Result, error) {
	s := &simulation{store: st, program: program, opt: opt, result: Result{Warnings: map[string]int{}}}
	s.order(lines)
	if len(lines) == 0 && opt.From.IsZero() {
		return s.result, nil // nothing happens, at no time
	}
	if err := s.begin(ctx); err != nil {
		return s.result, err
	}
	defer s.end(ctx)
	if !opt.Until.IsZero() && s.now.After(opt.Until) {
		return s.result, nil // the end comes before the first event
	}
	for {
		if err := s.instant(ctx); err != nil {
			return s.result, err
		}
		next, err := s.next(ctx)
		if err != nil {
			return s.result, err
		}
		if next.IsZero() || !opt.Until.IsZero() && next.After(opt.Until) {
			s.result.End = s.now
			return s.result, nil
		}
		s.now = next
	}
}

// simulation is one run under way.
type simulation struct {
	store   store.Store
	program *engine.Program
	opt     Options
	engine  *engine.Engine
	epoch   int64

	lines  []*order.Line // as they become known
	known  []time.Time   // when each does
	index  []int         // of each line in the input
	taken  int
	start  time.Time
	now    time.Time
	held   time.Time // when the lease was taken or renewed
	result Result
}

// order sorts the lines as they become known; of those at one instant by at, source, id; of equals the earlier in the input first.
func (s *simulation) order(lines []*order.Line) {
	s.index = make([]int, len(lines))
	known := make([]time.Time, len(lines))
	for i, line := range lines {
		s.index[i], known[i] = i, line.At
		if s.opt.Known != nil {
			if at := s.opt.Known(line); !at.IsZero() {
				known[i] = at
			}
		}
	}
	slices.SortStableFunc(s.index, func(a, b int) int { return cmp.Or(known[a].Compare(known[b]), lines[a].Compare(lines[b])) })
	for _, i := range s.index {
		s.lines, s.known = append(s.lines, lines[i]), append(s.known, known[i])
	}
}

func (s *simulation) begin(ctx context.Context) error {
	s.start = s.opt.From
	if s.start.IsZero() && len(s.lines) > 0 {
		s.start = s.known[0]
	}
	s.now = s.start
	if err := s.apply(ctx); err != nil {
		return err
	}
	epoch, err := s.store.Acquire(ctx, "simulate", s.start, leaseFor)
	if err != nil {
		return err
	}
	clock := func() time.Time { return s.now }
	senders := map[string]delivery.Channel{}
	for _, sender := range s.program.Senders {
		if s.opt.Deliver == nil {
			senders[sender.Name] = delivery.NewNull()
			continue
		}
		if senders[sender.Name], err = s.opt.Deliver(sender, clock); err != nil {
			return fmt.Errorf("sender %s: %w", sender.Name, err)
		}
	}
	links := s.opt.Links
	if links == nil {
		links = nowhere{s.program.Project.BaseURL}
	}
	s.engine = engine.New(engine.Config{
		Store: s.store, Program: s.program, Now: clock, Senders: senders, Links: links, Secret: []byte("simulate"),
		Workers: s.opt.Workers, Log: s.opt.Log,
	}, epoch)
	s.epoch, s.held = epoch, s.start
	return nil
}

func (s *simulation) end(ctx context.Context) {
	_ = s.store.Release(ctx, s.epoch, s.now) // a lease that is left runs out
	for _, c := range s.engine.Senders {
		_ = c.Close() // nothing is under way
	}
}

// apply makes the program the one that runs, just before the first instant.
func (s *simulation) apply(ctx context.Context) error {
	body, err := machine.Encode(s.program.Program)
	if err != nil {
		return err
	}
	return s.store.Write(ctx, func(tx store.Tx) error {
		_, err := engine.Apply(ctx, tx, s.program, body, s.start.Add(-1))
		return err
	})
}

// leaseFor is how long the store is held at a time. Lines may lie further apart than any span of time that Go can say (a shop that has no
// date writes one of the year 9999), so the lease is renewed where half of it is over.
const leaseFor = 100 * 365 * 24 * time.Hour

// hold renews the lease where the clock has come far.
func (s *simulation) hold(ctx context.Context) error {
	if s.now.Before(s.held.Add(leaseFor / 2)) {
		return nil
	}
	s.held = s.now
	return s.store.Renew(ctx, s.epoch, s.now, leaseFor)
}

// importBatch bounds the lines of one transaction.
const importBatch = 1000

// instant makes known what is to be known at now and lets the runner look.
func (s *simulation) instant(ctx context.Context) error {
	if err := s.hold(ctx); err != nil {
		return err
	}
	opt := s.program.ImportOptions(s.now)
	for s.taken < len(s.lines) && !s.known[s.taken].After(s.now) {
		first := s.taken
		err := s.store.Write(ctx, func(tx store.Tx) error {
			s.taken = first
			for s.taken < len(s.lines) && s.taken < first+importBatch && !s.known[s.taken].After(s.now) {
				if err := s.take(ctx, tx, opt); err != nil {
					return err
				}
				s.taken++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if s.opt.Progress != nil {
		s.opt.Progress(s.now, s.taken)
	}
	report, err := s.engine.Look(ctx, s.now)
	s.result.Report = s.result.Report.Plus(report)
	return err
}

func (s *simulation) take(ctx context.Context, tx store.Tx, opt store.ImportOptions) error {
	taken, err := tx.Import(ctx, s.lines[s.taken], opt)
	for _, w := range taken.Warnings {
		s.result.Warnings[w]++
	}
	var refused *store.Refused
	if errors.As(err, &refused) {
		s.result.Refused = append(s.result.Refused, Refused{Index: s.index[s.taken], Why: refused.Why})
		return nil
	}
	return err
}

// next is the instant of the next look; zero: none.
func (s *simulation) next(ctx context.Context) (time.Time, error) {
	next, work, err := s.engine.Next(ctx, s.now)
	if err != nil {
		return next, err
	}
	if s.taken < len(s.lines) {
		work = true
		if at := s.known[s.taken]; next.IsZero() || at.Before(next) {
			next = at
		}
	}
	// Without an end, schedules alone keep nothing going.
	if next.IsZero() || !work && s.opt.Until.IsZero() {
		return time.Time{}, nil
	}
	if s.opt.Tick > 0 {
		ticks := (next.Sub(s.start) + s.opt.Tick - 1) / s.opt.Tick
		next = s.start.Add(ticks * s.opt.Tick)
	}
	if !next.After(s.now) {
		return time.Time{}, fmt.Errorf("this is a bug in flowc: the clock does not move on from %s", s.now)
	}
	return next, nil
}

// nowhere makes addresses for letters that nobody gets.
type nowhere struct{ base string }

func (n nowhere) URL(kind string, _ engine.LinkFor) string { return n.base + "/" + kind }
