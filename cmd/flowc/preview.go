package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/shop"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
	"github.com/flowc/flowc/schema/language"
)

func (c *command) previewCommand() *cobra.Command {
	var customer, locale, variant, out string
	cmd := &cobra.Command{
		Use:   "preview FLOW.STEP",
		Short: "Write a letter as HTML and text, for a sample or a real customer",
		Example: `  flowc preview review_request.ask
  flowc preview review_request.ask -locale de -variant help
  flowc preview order_thanks.thank_you -customer c0007 -folder /tmp      a customer of the store`,
		Args:              one("FLOW.STEP", "review_request.ask"),
		ValidArgsFunction: c.completes(letterNames),
		RunE: func(cmd *cobra.Command, args []string) error {
			flow, step, ok := strings.Cut(args[0], ".")
			if !ok {
				return usage("say FLOW.STEP, such as review_request.ask")
			}
			return c.preview(cmd.Context(), engine.PreviewOf{Flow: flow, Step: step, Variant: variant, Locale: locale, Customer: customer, Now: c.now()}, out)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&customer, "customer", "", "a customer of the store, by `ID` (default: a sample)")
	flags.StringVar(&locale, "locale", "", "as for a customer with this language, a `CODE` such as de (default: the project's, or the customer's)")
	flags.StringVar(&variant, "variant", "", "this `VARIANT` of the step's experiment (default: the first)")
	flags.StringVar(&out, "folder", "preview", "the `DIR` for the files")
	return cmd
}

// letterSteps are the steps of a flow that send letters.
func letterSteps(m *machine.Machine) (steps []*machine.Step) {
	for _, s := range m.States {
		if step, ok := s.(*machine.Step); ok {
			if _, ok := step.Act.(*machine.Email); ok {
				steps = append(steps, step)
			}
		}
	}
	return steps
}

// letterNamed says what is wrong where a flow has no letter of that step, or the step none of that variant.
func letterNamed(m *machine.Machine, step, variant string) error {
	var steps []string
	for _, s := range letterSteps(m) {
		if string(s.Name) == step {
			return variantNamed(step, s.Act.(*machine.Email).Experiment, variant)
		}
		steps = append(steps, string(s.Name))
	}
	if near, ok := language.Nearest(step, steps); ok {
		return fmt.Errorf("flow %q sends no letter %q; did you mean %q?", m.Flow, step, near)
	}
	if len(steps) == 0 {
		return fmt.Errorf("flow %q sends no letters", m.Flow)
	}
	return fmt.Errorf("flow %q sends no letter %q; it sends %s", m.Flow, step, strings.Join(steps, ", "))
}

func variantNamed(step string, test *machine.LetterTest, variant string) error {
	if variant == "" {
		return nil
	}
	if test == nil {
		return fmt.Errorf("step %q has no experiment, so no variant %q", step, variant)
	}
	var names []string
	for _, v := range test.Draw.Variants {
		if v.Name == variant {
			return nil
		}
		names = append(names, v.Name)
	}
	return fmt.Errorf("step %q has no variant %q; it has %s", step, variant, strings.Join(names, ", "))
}

// sampleCustomer is the customer of a generated shop who stands for somebody.
const sampleCustomer = "c0001"

func (c *command) preview(ctx context.Context, of engine.PreviewOf, dir string) error {
	result, err := c.compile()
	if err != nil {
		return err
	}
	m, err := flowNamed(result.Program, of.Flow)
	if err != nil {
		return err
	}
	if err := letterNamed(m, of.Step, of.Variant); err != nil {
		return err
	}
	program, err := engine.Prepare(result.Program)
	if err != nil {
		return err
	}
	var st store.Store
	asked := of.Locale
	if of.Customer == "" {
		of.Customer = sampleCustomer
		of.Locale = cmp.Or(of.Locale, program.Project.Locale) // whichever language the sample speaks
		st, err = c.sampleStore(ctx, program, of)
	} else {
		st, err = c.existingStore(ctx)
	}
	if err != nil {
		return err
	}
	defer st.Close()
	links, err := linksOf(result.Program, []byte("a preview's links lead nowhere: no store has this key"))
	if err != nil {
		return err
	}
	letter, err := program.Preview(ctx, st, of, links)
	if err != nil {
		return err
	}
	name := filepath.Join(dir, of.Flow+"."+of.Step)
	if asked != "" {
		name += "." + asked
	}
	if of.Variant != "" {
		name += "." + of.Variant
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	err = errors.Join(os.WriteFile(name+".html", letter.HTML, 0o644), os.WriteFile(name+".txt", letter.Text, 0o644))
	if err != nil {
		return err
	}
	if asked != "" && letter.Locale == "" && !strings.EqualFold(asked, program.Project.Locale) {
		fmt.Fprintf(c.stderr, "There is no text in %s: who reads that gets the one in %s.\n", asked, program.Project.Locale)
	}
	fmt.Fprintf(c.stdout, "Subject:   %s\nPreheader: %s\n%s (%d bytes)\n%s\n", letter.Subject, letter.Preheader, name+".html", len(letter.HTML), name+".txt")
	return nil
}

// sampleStore is a store in memory with one customer of a generated shop.
func (c *command) sampleStore(ctx context.Context, program *engine.Program, of engine.PreviewOf) (store.Store, error) {
	st, err := sqlite.Open(ctx, ":memory:", storeOptions())
	if err != nil {
		return nil, err
	}
	lines := shop.Lines(shop.Options{Seed: 3, Customers: 1, From: of.Now.AddDate(0, -1, 0), Months: 1})
	err = st.Write(ctx, func(tx store.Tx) error {
		for _, line := range lines {
			if line.Order != nil && line.Order.Currency != nil {
				line.Order.Currency = &program.Project.Currencies[0]
			}
			if _, err := tx.Import(ctx, line, program.ImportOptions(of.Now)); err != nil {
				return fmt.Errorf("the sample: %w", err)
			}
		}
		return nil
	})
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}
