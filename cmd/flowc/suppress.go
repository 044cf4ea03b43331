package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/store"
)

func (c *command) suppressCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "suppress",
		Short: "Show and change which addresses get nothing",
		Long: `A suppression keeps an address from everything, transactional mail as well: it bounced for good, its owner complained, or somebody said so. Who
only unsubscribed is not suppressed (flowc consent). Lifting adds a row: the history stays.`,
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, verb := range []*cobra.Command{c.suppressShowCommand(), c.suppressAddCommand(), c.suppressLiftCommand(), c.suppressImportCommand()} {
		verb.DisableFlagsInUseLine = true
		cmd.AddCommand(verb)
	}
	return cmd
}

func (c *command) suppressShowCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "show [ADDRESS]",
		Short:   "Print the suppressions that hold, or the history of an address",
		Example: "  flowc suppress show\n  flowc suppress show ada@example.test\n  flowc suppress show -json | jq -r .address",
		Args:    atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			address := ""
			if len(args) > 0 {
				if address = args[0]; !store.ValidEmail(address) {
					return usage("%q is no e-mail address", address)
				}
			}
			st, err := c.existingStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			shown := 0
			err = st.Read(cmd.Context(), func(r store.Reader) error {
				return r.Suppressions(cmd.Context(), address, func(s store.Suppressed) error {
					if address == "" && !s.Lifted.IsZero() {
						return nil
					}
					shown++
					if asJSON {
						return view.SuppressedJSON(c.stdout, s)
					}
					return view.SuppressedText(c.stdout, s)
				})
			})
			if err == nil && shown == 0 {
				fmt.Fprintln(c.stderr, "No suppression.")
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON lines")
	return cmd
}

func (c *command) suppressAddCommand() *cobra.Command {
	var kind string
	kinds := []string{"manual", "legal", "hard_bounce", "complaint"}
	cmd := c.suppressChange("add", "Keep an address from everything", "suppressed", func(ctx context.Context, tx store.Tx, s store.Suppression) error {
		if !slices.Contains(kinds, kind) {
			return usage("-kind is %s, not %q", strings.Join(kinds, ", "), kind)
		}
		s.Reason = kind
		return tx.Suppress(ctx, s)
	})
	cmd.Example = "  flowc suppress add ada@example.test -reason \"asked by phone to get nothing at all\"\n  flowc suppress add ada@example.test -kind legal -reason \"court order\""
	cmd.Flags().StringVar(&kind, "kind", "manual", "`KIND`: "+strings.Join(kinds, ", "))
	return cmd
}

func (c *command) suppressLiftCommand() *cobra.Command {
	cmd := c.suppressChange("lift", "End what keeps an address from everything", "no longer suppressed", func(ctx context.Context, tx store.Tx, s store.Suppression) error {
		lifted, err := tx.Lift(ctx, s)
		if err == nil && !lifted {
			err = fmt.Errorf("%s is not suppressed", s.Address)
		}
		return err
	})
	cmd.Example = "  flowc suppress lift ada@example.test -reason \"the mailbox works again\""
	return cmd
}

// suppressChange is a verb that adds a row about an address, with a reason.
func (c *command) suppressChange(verb, short, done string, do func(context.Context, store.Tx, store.Suppression) error) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   verb + " ADDRESS -reason TEXT",
		Short: short,
		Args:  one("an address", "ada@example.test"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !store.ValidEmail(args[0]) {
				return usage("%q is no e-mail address", args[0])
			}
			if strings.TrimSpace(reason) == "" {
				return usage("-reason says why, for those who look later: -reason TEXT")
			}
			err := c.onStore(cmd.Context(), func(tx store.Tx) error {
				return do(cmd.Context(), tx, store.Suppression{Channel: "email", Address: args[0], At: c.now().UTC(), Evidence: reasonOf(reason)})
			})
			if err == nil {
				fmt.Fprintf(c.stderr, "%s: %s.\n", args[0], done)
			}
			return err
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, for those who look later: a `TEXT`")
	return cmd
}
