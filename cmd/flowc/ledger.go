package main

import (
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
		Args: cobra.NoArgs,
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
			return c.printLedger(cmd.Context(), st, q, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON lines (contracts: the ledger out)")
	cmd.Flags().StringVar(&q.Flow, "flow", "", "only this flow")
	cmd.Flags().StringVar(&q.Customer, "customer", "", "only this customer")
	cmd.Flags().StringVar(&from, "from", "", "not before this instant (RFC 3339)")
	cmd.Flags().StringVar(&until, "until", "", "not after this instant (RFC 3339)")
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
