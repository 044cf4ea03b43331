package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/store"
)

func (c *command) statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "status",
		Short:   "Print where people stand and what became of messages",
		Example: "  flowc status\n  flowc status -json | jq '.messages[] | select(.outcome==\"unknown\")'",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			st, err := c.existingStore(ctx)
			if err != nil {
				return err
			}
			defer st.Close()
			s := view.Status{AsOf: c.now().UTC()}
			err = st.Read(ctx, func(r store.Reader) error {
				if s.Versions, err = r.Versions(ctx); err != nil {
					return err
				}
				if s.Journeys, err = r.Census(ctx); err != nil {
					return err
				}
				if s.Messages, err = r.Outcomes(ctx); err != nil {
					return err
				}
				if s.Totals, err = r.Totals(ctx); err != nil {
					return err
				}
				s.WithoutOrder, err = c.startingNobody(ctx, r)
				return err
			})
			if err != nil {
				return err
			}
			if asJSON {
				return s.JSON(c.stdout)
			}
			return s.Text(c.stdout, c.colours)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

// startingNobody counts the events that name no order although a flow that they would begin needs one (language.md, "Small print").
func (c *command) startingNobody(ctx context.Context, r store.Reader) (int64, error) {
	stored, err := r.Deployed(ctx)
	if errors.Is(err, store.ErrNothingApplied) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	p, err := machine.Decode(stored.Body)
	if err != nil {
		return 0, fmt.Errorf("the program in the store: %w", err)
	}
	types := []string{}
	for _, m := range p.Machines {
		if m.Trigger.AboutOrder && m.Trigger.Event != "" {
			types = append(types, m.Trigger.Event)
		}
	}
	return r.WithoutOrder(ctx, types)
}
