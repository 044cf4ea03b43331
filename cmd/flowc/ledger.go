package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/runtime/store"
)

func (c *command) ledgerCommand() *cobra.Command {
	var asJSON bool
	var q store.LedgerQuery
	var from, until string
	cmd := &cobra.Command{
		Use:   "ledger",
		Short: "Print what happened: journeys, draws, messages, goals",
		Example: `  flowc ledger -json > ledger.jsonl
  flowc ledger -customer c1                 one customer's timeline over all flows, with what was not sent and why
  flowc ledger -flow post_purchase -from 2026-03-01T00:00:00Z`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var err error
			if q.From, err = parseTime("from", from); err != nil {
				return err
			}
			if q.Until, err = parseTime("until", until); err != nil {
				return err
			}
			st, err := c.existingStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			zone := time.UTC
			program, err := deployed(cmd.Context(), st)
			switch {
			case err == nil:
				zone = program.Zone
			case !errors.Is(err, store.ErrNothingApplied):
				return err
			}
			lines, err := c.printLedger(cmd.Context(), st, q, asJSON, zone)
			if err == nil && lines == 0 {
				fmt.Fprintln(c.stderr, "The ledger has no such line: nothing that was asked for has happened yet.")
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON lines")
	cmd.Flags().StringVar(&q.Flow, "flow", "", "only this `FLOW`")
	cmd.Flags().StringVar(&q.Customer, "customer", "", "only this customer, by `ID`")
	cmd.Flags().StringVar(&from, "from", "", "not before this `TIME` (RFC 3339)")
	cmd.Flags().StringVar(&until, "until", "", "not after this `TIME` (RFC 3339)")
	must(cmd.RegisterFlagCompletionFunc("flow", func(cmd *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
		return c.completes(flowNames)(cmd, nil, begun)
	}))
	return cmd
}

// parseTime reads a flag that is an instant; empty is the zero time.
func parseTime(flag, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return t, usage("-%s: %q is not an instant such as 2026-03-01T09:00:00Z", flag, text)
	}
	return t.UTC().Truncate(time.Millisecond), nil
}
