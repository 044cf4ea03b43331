package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/sim"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) simulateCommand() *cobra.Command {
	var asJSON, sources bool
	var events []string
	var from, until string
	var opt sim.Options
	cmd := &cobra.Command{
		Use:   "simulate",
		Short: "Run the real engine over events, with a clock of its own; no mail leaves",
		Example: `  flowc simulate -events march.jsonl
  flowc simulate -events march.jsonl -until 2026-05-01T00:00:00Z -json
  flowc simulate -events march.jsonl -tick 5m        as a runner that looks every five minutes
  flowc simulate -sources                            everything that the project's sources hold`,
		RunE: func(cmd *cobra.Command, args []string) error {
			events = append(events, args...) // -events a.jsonl b.jsonl, as a shell writes out a pattern
			if len(events) == 0 && !sources {
				return usage("say which events: -events FILE, or -sources for those of the project's sources")
			}
			var err error
			if opt.From, err = parseTime("from", from); err != nil {
				return err
			}
			if opt.Until, err = parseTime("until", until); err != nil {
				return err
			}
			if !opt.From.IsZero() && !opt.Until.IsZero() && opt.Until.Before(opt.From) {
				return usage("-until is before -from")
			}
			if opt.Tick < 0 || opt.Tick > 0 && opt.Tick < time.Second {
				return usage("-tick: at least 1s")
			}
			return c.simulate(cmd.Context(), events, sources, opt, asJSON)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&events, "events", nil, "`FILE` of JSON lines, also several; - is standard input")
	flags.BoolVar(&sources, "sources", false, "what the project's sources hold, from the first row to the last")
	flags.StringVar(&from, "from", "", "begin the clock at this `TIME` (RFC 3339; default: the first event)")
	flags.StringVar(&until, "until", "", "stop the clock at this `TIME`, inclusive (default: when no journey is under way)")
	flags.DurationVar(&opt.Tick, "tick", 0, "let the runner look only this often, a `SPAN` such as 5m")
	flags.BoolVar(&asJSON, "json", false, "print the ledger as JSON lines")
	return cmd
}

func (c *command) simulate(ctx context.Context, files []string, sources bool, opt sim.Options, asJSON bool) error {
	result, err := c.compile()
	if err != nil {
		return err
	}
	program, err := engine.Prepare(result.Program)
	if err != nil {
		return err
	}
	input, err := c.readLines(files, program)
	if err != nil {
		return err
	}
	if sources {
		if err := c.readSources(ctx, program, input); err != nil {
			return err
		}
	}
	st, err := sqlite.Open(ctx, ":memory:", storeOptions())
	if err != nil {
		return err
	}
	defer st.Close()
	bar := c.progress("simulate", len(input.lines))
	opt.Progress = func(_ time.Time, taken int) { bar.to(taken) }
	done, err := sim.Run(ctx, st, program, input.lines, opt)
	bar.done()
	if err != nil {
		return err
	}
	for _, r := range done.Refused {
		input.refuse(r.Index, r.Why)
	}
	if _, err := c.printLedger(ctx, st, store.LedgerQuery{}, asJSON, program.Zone); err != nil {
		return err
	}
	input.report(c.stderr)
	warnings(done.Warnings).report(c.stderr)
	if !asJSON {
		if err := c.simulated(ctx, st, len(input.lines)-len(done.Refused), done); err != nil {
			return err
		}
	}
	if len(input.refused) > 0 {
		return exit(exitFailed)
	}
	return nil
}

// simulated says in a line what a simulation did.
func (c *command) simulated(ctx context.Context, st store.Store, lines int, done sim.Result) error {
	if done.End.IsZero() {
		fmt.Fprintln(c.stderr, "Nothing happened: there is no event in that time.")
		return nil
	}
	var totals store.Totals
	err := st.Read(ctx, func(r store.Reader) (err error) {
		totals, err = r.Totals(ctx)
		return err
	})
	if err != nil {
		return err
	}
	waiting := ""
	if totals.Waiting > 0 {
		waiting = fmt.Sprintf(", %s waiting for their order", view.Thousands(totals.Waiting))
	}
	fmt.Fprintf(c.stderr, "%s%s; %s entered, %s sent, %s dropped; the clock stopped at %s.\n", view.Plural(lines, "event"), waiting,
		view.Thousands(int64(done.Report.Entered)), view.Thousands(int64(done.Report.Accepted)), view.Thousands(int64(done.Report.Dropped)),
		view.FormatTime(done.End))
	return nil
}

// printLedger streams the ledger to standard output and answers how many lines it has. Text has the times of a zone.
func (c *command) printLedger(ctx context.Context, st store.Store, q store.LedgerQuery, asJSON bool, zone *time.Location) (lines int, err error) {
	out := bufio.NewWriter(c.stdout)
	var failed error
	err = st.Read(ctx, func(r store.Reader) error {
		return r.Ledger(ctx, q, func(l store.LedgerLine) bool {
			lines++
			if asJSON {
				failed = view.LedgerJSON(out, l)
			} else {
				failed = view.LedgerText(out, l, zone)
			}
			return failed == nil
		})
	})
	return lines, errors.Join(err, failed, out.Flush())
}
