package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/shop"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) previewCommand() *cobra.Command {
	var customer, locale, variant, out string
	cmd := &cobra.Command{
		Use:   "preview FLOW.STEP",
		Short: "Write a letter as HTML and text, for a sample or a real customer",
		Example: `  flowc preview review_request.ask
  flowc preview review_request.ask -locale de -variant help
  flowc preview order_thanks.thank_you -customer c0007 -folder /tmp      a customer of the store`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			flow, step, ok := strings.Cut(args[0], ".")
			if !ok {
				return usage("say FLOW.STEP, such as review_request.ask")
			}
			return c.preview(cmd.Context(), engine.PreviewOf{Flow: flow, Step: step, Variant: variant, Locale: locale, Customer: customer, Now: c.now()}, out)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&customer, "customer", "", "a customer of the store (default: a sample)")
	flags.StringVar(&locale, "locale", "", "as for a customer with this language")
	flags.StringVar(&variant, "variant", "", "of the step's experiment (default: the first)")
	flags.StringVar(&out, "folder", "preview", "where the files go")
	return cmd
}

// sampleCustomer is the customer of a generated shop who stands for somebody.
const sampleCustomer = "c0001"

func (c *command) preview(ctx context.Context, of engine.PreviewOf, dir string) error {
	result, err := c.compile()
	if err != nil {
		return err
	}
	if _, err := flowNamed(result.Program, of.Flow); err != nil {
		return err
	}
	program, err := engine.Prepare(result.Program)
	if err != nil {
		return err
	}
	var st store.Store
	if of.Customer == "" {
		of.Customer = sampleCustomer
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
	if of.Locale != "" {
		name += "." + of.Locale
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
