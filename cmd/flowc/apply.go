package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/lang/plan"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
)

func (c *command) planCommand() *cobra.Command {
	var asJSON, detailed bool
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Say what applying the folder would change, and how many people stand where",
		Example: `  flowc plan
  flowc plan -json
  flowc plan -detailed-exitcode      exit 2 where there are changes`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, _, err := c.plan(cmd.Context(), nil)
			if err != nil {
				return err
			}
			if asJSON {
				err = view.PlanJSON(c.stdout, p)
			} else {
				err = view.Plan(c.stdout, p, c.terminal)
			}
			switch {
			case err != nil:
				return err
			case len(p.Decisions) > 0:
				return exit(exitRefused)
			case detailed && !p.Empty():
				return exit(exitChanges)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON (contracts: plan -json)")
	cmd.Flags().BoolVar(&detailed, "detailed-exitcode", false, "exit with 2 where there are changes")
	return cmd
}

func (c *command) applyCommand() *cobra.Command {
	var approved bool
	cmd := &cobra.Command{
		Use:   "apply",
		Short: "Make the folder's flows the ones that run",
		Long: `Shows the plan, asks, and stores the compiled flows. The store is made where there is none. New flows see only events that are first
seen after this; people keep their place. A step that is removed while people stand in it is refused.`,
		Example: "  flowc apply\n  flowc apply -auto-approve      in CI",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return c.apply(cmd.Context(), approved) },
	}
	cmd.Flags().BoolVar(&approved, "auto-approve", false, "do not ask")
	return cmd
}

// plan compares the folder with what runs. Without a store everything is new. st is the store where it is open already.
func (c *command) plan(ctx context.Context, st store.Store) (plan.Plan, *machine.Program, error) {
	result, err := c.compile()
	if err != nil {
		return plan.Plan{}, nil, err
	}
	now := c.now().UTC()
	if st == nil {
		db, err := c.existingStore(ctx)
		if err != nil {
			if _, usageError := codeOf(err); usageError == nil {
				return plan.Plan{}, nil, err
			}
			return plan.Diff(nil, result.Program, nil, now), result.Program, nil
		}
		defer db.Close()
		st = db
	}
	var old *machine.Program
	var census []plan.Standing
	err = st.Read(ctx, func(r store.Reader) error {
		stored, err := r.Deployed(ctx)
		if errors.Is(err, store.ErrNothingApplied) {
			return nil
		}
		if err != nil {
			return err
		}
		if old, err = machine.Decode(stored.Body); err != nil {
			return fmt.Errorf("the program in the store: %w", err)
		}
		counts, err := r.Census(ctx)
		for _, n := range counts {
			if n.Over == 0 {
				census = append(census, plan.Standing{Flow: n.Flow, State: n.State, People: n.N})
			}
		}
		return err
	})
	if err != nil {
		return plan.Plan{}, nil, err
	}
	return plan.Diff(old, result.Program, census, now), result.Program, nil
}

func (c *command) apply(ctx context.Context, approved bool) error {
	if _, err := c.compile(); err != nil {
		return err // before a store is made
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	p, program, err := c.plan(ctx, st)
	if err != nil {
		return err
	}
	if err := view.Plan(c.stdout, p, c.terminal); err != nil {
		return err
	}
	if len(p.Decisions) > 0 {
		return refuse("the plan wants decisions about people: nothing was applied")
	}
	if p.Empty() && p.From == p.To {
		return nil
	}
	if !approved {
		fmt.Fprint(c.stdout, "\nApply this? Only `yes` is taken as a yes: ")
		answer, err := bufio.NewReader(c.stdin).ReadString('\n')
		if strings.TrimSpace(answer) != "yes" {
			if err != nil {
				fmt.Fprintln(c.stdout)
			}
			return errors.New("not applied")
		}
	}
	body, err := machine.Encode(program)
	if err != nil {
		return err
	}
	ready, err := engine.Prepare(program)
	if err != nil {
		return err
	}
	var version int64
	err = st.Write(ctx, func(tx store.Tx) error {
		// What runs may have changed since the plan was shown.
		now, err := tx.Deployed(ctx)
		if err != nil && !errors.Is(err, store.ErrNothingApplied) {
			return err
		}
		if now.Fingerprint != p.From {
			return &exitError{code: exitStale, err: errors.New("another apply was here meanwhile: plan again")}
		}
		version, err = engine.Apply(ctx, tx, ready, body, c.now().UTC())
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "\nApplied as version %d (%s). `flowc run` runs it.\n", version, ready.Fingerprint)
	return nil
}
