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
		Args: nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, _, err := c.plan(cmd.Context())
			if err != nil {
				return err
			}
			if asJSON {
				err = view.PlanJSON(c.stdout, p)
			} else {
				err = view.Plan(c.stdout, p, c.colours)
			}
			switch {
			case err != nil:
				return err
			case len(p.Decisions) > 0:
				return exit(exitRefused)
			case detailed && p.From != p.To:
				return exit(exitChanges)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
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
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return c.apply(cmd.Context(), approved) },
	}
	cmd.Flags().BoolVar(&approved, "auto-approve", false, "do not ask")
	return cmd
}

// plan compares the folder with what runs. Without a store everything is new.
func (c *command) plan(ctx context.Context) (plan.Plan, *machine.Program, error) {
	result, err := c.compile()
	if err != nil {
		return plan.Plan{}, nil, err
	}
	// Who decides about a change reads what is probably not meant in it, too.
	view.Diagnostics(c.stderr, result.Diagnostics, result.Sources, c.colouredErrors())
	st, err := c.existingStore(ctx)
	if errors.Is(err, errNoStore) {
		return plan.Diff(nil, result.Program, nil, c.now().UTC()), result.Program, nil
	}
	if err != nil {
		return plan.Plan{}, nil, err
	}
	defer st.Close()
	var p plan.Plan
	err = st.Read(ctx, func(r store.Reader) error {
		p, err = c.planOn(ctx, r, result.Program)
		return err
	})
	return p, result.Program, err
}

// planOn compares a program with the one that runs on a store, and counts who stands where.
func (c *command) planOn(ctx context.Context, r store.Reader, next *machine.Program) (plan.Plan, error) {
	stored, err := r.Deployed(ctx)
	if errors.Is(err, store.ErrNothingApplied) {
		return plan.Diff(nil, next, nil, c.now().UTC()), nil
	}
	if err != nil {
		return plan.Plan{}, err
	}
	old, err := machine.Decode(stored.Body)
	if err != nil {
		return plan.Plan{}, fmt.Errorf("the program in the store: %w", err)
	}
	counts, err := r.Census(ctx)
	if err != nil {
		return plan.Plan{}, err
	}
	var census []plan.Standing
	for _, n := range counts {
		if n.Over == 0 {
			census = append(census, plan.Standing{Flow: n.Flow, State: n.State, People: n.N})
		}
	}
	return plan.Diff(old, next, census, c.now().UTC()), nil
}

func (c *command) apply(ctx context.Context, approved bool) error {
	p, program, err := c.plan(ctx)
	if err != nil {
		return err
	}
	if err := view.Plan(c.stdout, p, c.colours); err != nil {
		return err
	}
	if len(p.Decisions) > 0 {
		return refuse("the plan wants decisions about people: nothing was applied")
	}
	if p.From == p.To {
		return nil
	}
	if !approved && !c.saysYes() {
		return errors.New("not applied")
	}
	version, err := c.put(ctx, p, program)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "\nApplied as version %d (%s). `flowc run` runs it.\n", version, view.Short(p.To))
	return nil
}

// saysYes asks for a yes.
func (c *command) saysYes() bool {
	fmt.Fprint(c.stdout, "\nApply this? Only `yes` is taken as a yes: ")
	answer, err := bufio.NewReader(c.stdin).ReadString('\n')
	if err != nil || !c.terminal {
		fmt.Fprintln(c.stdout) // nobody's return key has ended the line
	}
	return strings.TrimSpace(answer) == "yes"
}

// put makes the program the one that runs, if the plan is still what was shown.
func (c *command) put(ctx context.Context, shown plan.Plan, program *machine.Program) (version int64, err error) {
	body, err := machine.Encode(program)
	if err != nil {
		return 0, err
	}
	var flows []string
	for _, m := range program.Machines {
		flows = append(flows, m.Flow)
	}
	st, err := c.openStore(ctx)
	if err != nil {
		return 0, err
	}
	defer st.Close()
	err = st.Write(ctx, func(tx store.Tx) error {
		now, err := c.planOn(ctx, tx, program)
		if err != nil {
			return err
		}
		if now.From != shown.From {
			return stale("another apply was here meanwhile: plan again")
		}
		if now.Digest != shown.Digest {
			return stale("people have moved meanwhile to where the plan wants a decision: plan again")
		}
		version, err = tx.SaveProgram(ctx, store.StoredProgram{Fingerprint: shown.To, Format: machine.Format, Body: body}, flows, c.now().UTC())
		return err
	})
	return version, err
}
