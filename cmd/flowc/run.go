package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/runtime/journal"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) runCommand() *cobra.Command {
	var once bool
	var at, logFormat string
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run what was applied: look whenever the runner's schedule says, until stopped",
		Long: `Reads the sources, moves the journeys that are due and hands their messages over. It looks on the cron of the runner block (every minute
unless said). One runner works on a store at a time. SIGTERM or SIGINT stops it cleanly: what is being handed over ends, the rest stays planned.

Each hand-over is written into a journal beside the store as well, which is best kept on another disk, and never restored with the store. A
store that does not know all that the journal has is an older copy, or has lost something: then nothing is sent until ` + "`flowc recover`" + ` has shown
the difference.`,
		Example: `  flowc run
  flowc run -once                                  one look, as from cron
  flowc run -once -at 2026-03-11T09:00:00Z         as if it were then`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			pretended, err := parseTime("at", at)
			if err != nil {
				return err
			}
			if !pretended.IsZero() {
				if !once {
					return usage("-at goes with -once")
				}
				c.now, c.pretended = func() time.Time { return pretended }, true
			}
			log, err := c.logger(logFormat)
			if err != nil {
				return err
			}
			err = c.runner(cmd.Context(), once, log)
			if errors.Is(err, context.Canceled) && cmd.Context().Err() != nil {
				log.Info("stopped before its work was done") // as it was asked to: the next one goes on
				return nil
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "one look: what is due is done, delivery included, then it ends")
	cmd.Flags().StringVar(&at, "at", "", "with -once: the clock stands at this `TIME` (RFC 3339)")
	c.journalFlag(cmd)
	cmd.Flags().StringVar(&logFormat, "log", "text", "`FORMAT` of what is written to standard error: text or json")
	return cmd
}

func (c *command) logger(format string) (*slog.Logger, error) {
	switch format {
	case "json":
		return slog.New(slog.NewJSONHandler(c.stderr, nil)), nil
	case "text":
		return slog.New(slog.NewTextHandler(c.stderr, nil)), nil
	}
	return nil, usage("-log is text or json, not %q", format)
}

// leaseFor is how long a runner that died keeps others out. It is longer than any hand-over may take (sending.md 2.1).
const leaseFor = 15 * time.Minute

// attempt holds the lock and the lease of a store, and looks. began is true once it was let.
func (c *command) attempt(ctx context.Context, once bool, log *slog.Logger) (began bool, err error) {
	st, err := c.existingStore(ctx)
	if err != nil {
		return false, err
	}
	defer st.Close()
	path, err := c.storePath()
	if err != nil {
		return false, err
	}
	unlock, err := sqlite.LockRunner(path)
	if err != nil {
		return false, err
	}
	defer func() {
		if err := unlock(); err != nil {
			log.Warn("the lock could not be given back", "err", err)
		}
	}()
	if err := c.eraseAgain(ctx, st, path, log); err != nil {
		return false, err
	}
	r := &runner{c: c, st: st, log: log, stop: stopFileOf(path), pretended: c.pretended}
	if r.journalPath, err = c.journalPath(); err != nil {
		return false, err
	}
	defer r.closeJournal()
	if err := r.begin(ctx); err != nil {
		return false, err
	}
	defer func() {
		if err := st.Release(context.WithoutCancel(ctx), r.epoch, c.now()); err != nil {
			log.Error("the lease could not be given back", "err", err)
		}
	}()
	defer r.close()
	if err := r.load(ctx); err != nil {
		return true, err
	}
	if once {
		return true, r.look(ctx, c.now().UTC().Truncate(time.Millisecond))
	}
	schedule := r.program.Runner.Schedule
	log.Info("running", "schedule", schedule, "program", r.program.Fingerprint, "epoch", r.epoch)
	defer context.AfterFunc(ctx, func() { log.Info("stopping: what is being handed over ends first, the rest stays planned") })()
	err = engine.Every(ctx, schedule, r.program.Zone, c.now, r.turn)
	if err != nil && ctx.Err() == nil {
		return true, err
	}
	log.Info("stopped")
	return true, nil
}

// runner is a runner at work.
type runner struct {
	c         *command
	st        *sqlite.DB
	log       *slog.Logger
	epoch     int64
	program   *engine.Program
	engine    *engine.Engine
	senders   map[string]delivery.Channel
	sources   []*feed.Source
	stop      *stopFile
	pretended bool // the clock is not the machine's
	failed    bool // the look before

	journalPath string
	journal     *journal.Journal
}

// begin compares the store with the journal, takes the lease under a new epoch, and frees what was left in the middle. Whoever holds the file's lock is alone, so the lease of
// a runner that died is taken over at once: all runners have one name.
func (r *runner) begin(ctx context.Context) error {
	if err := r.takeJournal(ctx); err != nil {
		return err
	}
	epoch, err := r.st.Acquire(ctx, "runner", r.c.now(), leaseFor)
	if err != nil {
		return err
	}
	r.epoch, r.program = epoch, nil // which is loaded anew, for an engine of this epoch
	return r.rescue(ctx)
}

// turn is a look of a runner that goes on where one fails. What the failed one could not record stands in the middle, under its epoch:
// the next one begins anew, as after a crash.
func (r *runner) turn(ctx context.Context, now time.Time) (err error) {
	if r.failed {
		err = r.begin(ctx)
	}
	if err == nil {
		err = r.look(ctx, now)
	}
	r.failed = err != nil
	if err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrStale) && !errors.Is(err, errQuarantine) {
		r.log.Error("a look failed; the next one tries again", "err", err)
		return nil
	}
	return err
}

// rescue frees what a runner that died, or a look that failed, left behind.
func (r *runner) rescue(ctx context.Context) error {
	return r.st.Write(ctx, func(tx store.Tx) error {
		replanned, unknown, err := tx.Rescue(ctx, r.epoch, r.c.now())
		if err == nil && replanned+unknown > 0 {
			r.log.Warn("an earlier runner stopped in the middle", "planned_again", replanned, "unknown", unknown)
		}
		return err
	})
}

const (
	// clockBack is how far a clock may be put back without a word: what the network's time corrects every day.
	clockBack = 2 * time.Second
	// clockGap is how long nobody may have looked before the log speaks of it.
	clockGap = time.Hour
)

// clock holds everything where the machine's clock has been put back, until it has caught up: what was done at a time that has not come yet
// would be done again, or too early. A time that was given with -at is the user's.
func (r *runner) clock(ctx context.Context, now time.Time) error {
	if r.pretended {
		return nil
	}
	before, err := r.st.Clock(ctx, now)
	switch {
	case err != nil || before.IsZero():
		return err
	case now.Before(before.Add(-clockBack)):
		return fmt.Errorf("the clock shows %s and has shown %s before: nothing is done until it has caught up", view.FormatTime(now), view.FormatTime(before))
	case now.After(before.Add(clockGap)):
		r.log.Warn("nobody has looked for a while; what has become stale is dropped, and nothing else is made up for at once", "since", before, "for", now.Sub(before).Round(time.Minute))
	}
	return nil
}

// look reads the sources, then lets the engine look. A program that was applied meanwhile is taken up first.
func (r *runner) look(ctx context.Context, now time.Time) error {
	if err := r.clock(ctx, now); err != nil {
		return err
	}
	stop, err := r.renew(ctx)
	if err != nil {
		return err
	}
	defer stop()
	if err := r.load(ctx); err != nil {
		return err
	}
	for _, source := range r.sources {
		taken, err := source.Pull(ctx, r.st, r.program.ImportOptions(now), func(row string, why error) {
			r.log.Warn("a row was refused", "source", source.Name, "row", row, "why", why)
		})
		if err != nil {
			r.log.Error("a source could not be read", "source", source.Name, "err", err)
			continue
		}
		if taken.Lines > 0 {
			r.log.Info("a source was read", "source", source.Name, "taken", taken.Lines, "refused", taken.Refused)
		}
	}
	report, err := r.engine.Look(ctx, now)
	if !report.Idle() {
		r.log.Info("looked", "at", now, "events", report.Events, "entered", report.Entered, "moved", report.Moved, "released", report.Released,
			"dropped", report.Dropped, "sent", report.Accepted, "failed", report.Failed, "retry", report.Retried, "unknown", report.Unknown)
	}
	return err
}

// renewEvery is how often the lease is renewed during a look that takes long.
const renewEvery = time.Minute

// renew keeps the lease until stop is called.
func (r *runner) renew(ctx context.Context) (stop func(), err error) {
	if err := r.st.Renew(ctx, r.epoch, r.c.now(), leaseFor); err != nil {
		return nil, fmt.Errorf("renew the lease: %w", err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-time.After(renewEvery):
				if err := r.st.Renew(ctx, r.epoch, r.c.now(), leaseFor); err != nil && ctx.Err() == nil {
					r.log.Error("the lease could not be renewed", "err", err)
				}
			}
		}
	}()
	return func() { cancel(); <-done }, nil
}

// load takes up the program that was applied last, where it is not the one at work.
func (r *runner) load(ctx context.Context) error {
	if r.program != nil {
		var running string
		err := r.st.Read(ctx, func(st store.Reader) (err error) { running, err = st.Running(ctx); return err })
		if err != nil || running == r.program.Fingerprint {
			return err
		}
	}
	program, err := deployed(ctx, r.st)
	if err != nil {
		return err
	}
	r.close()
	r.senders = map[string]delivery.Channel{}
	for _, s := range program.Senders {
		channel, err := r.c.openSender(s, program.Runner.Connections)
		if err != nil {
			return fmt.Errorf("sender %q: %w", s.Name, err)
		}
		r.senders[s.Name] = channel
	}
	secret, err := r.st.Secret(ctx)
	if err != nil {
		return err
	}
	links, err := linksOf(program.Program, secret)
	if err != nil {
		return err
	}
	if r.sources, err = r.c.openSources(program); err != nil {
		return err
	}
	r.program = program
	r.engine = engine.New(engine.Config{
		Store: r.st, Program: program, Now: r.c.now, Senders: r.senders, Links: links, Secret: secret,
		Workers: program.Runner.Connections, Log: r.log, Guarded: true, Stopped: r.stop.stops, Journal: r.journal,
	}, r.epoch)
	return nil
}

func (r *runner) close() {
	for name, s := range r.senders {
		if err := s.Close(); err != nil {
			r.log.Warn("a sender did not close", "sender", name, "err", err)
		}
	}
	r.senders = nil
	for _, s := range r.sources {
		if err := s.Close(); err != nil {
			r.log.Warn("a source did not close", "source", s.Name, "err", err)
		}
	}
	r.sources = nil
}
