package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

func (c *command) importCommand() *cobra.Command {
	var strict bool
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Take events from JSON lines into the store",
		Long: `Reads files of JSON lines, one event a line, and writes what they say of customers, orders and products to the order store. The same
(source, id) again changes nothing. A line that cannot be taken is reported with its file and number, the rest goes in, and the command ends with 1.`,
		Example: "  flowc import orders.jsonl\n  shop-export | flowc import -\n  flowc import -strict march.jsonl      all or nothing",
		Args:    some,
		RunE: func(cmd *cobra.Command, args []string) error {
			st, err := c.existingStore(cmd.Context())
			if err != nil {
				return err
			}
			defer st.Close()
			program, err := deployed(cmd.Context(), st)
			if err != nil {
				return err
			}
			im := &importer{c: c, st: st, program: program, strict: strict}
			return im.run(cmd.Context(), args)
		},
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "take all lines or none")
	return cmd
}

// importBatch bounds the lines of one transaction: big enough to share a sync, small enough to let a runner in between.
const importBatch = 1000

// importer takes files into a store, a batch a transaction; with strict everything in one.
type importer struct {
	c        *command
	st       store.Store
	program  *engine.Program
	strict   bool
	input    input
	taken    int
	repeated int
	waiting  int
	warnings warnings
}

func (im *importer) run(ctx context.Context, files []string) error {
	if err := readable(files); err != nil {
		return err
	}
	im.warnings = warnings{}
	bar := im.c.progress("import", im.size(files))
	var err error
	if im.strict {
		err = im.st.Write(ctx, func(tx store.Tx) error {
			if err := im.files(files, func(lines []*order.Line, origins []origin) error { return im.take(ctx, tx, lines, origins, bar) }); err != nil {
				return err
			}
			if len(im.input.refused) > 0 {
				return errRefused
			}
			return nil
		})
	} else {
		err = im.files(files, func(lines []*order.Line, origins []origin) error {
			return im.st.Write(ctx, func(tx store.Tx) error { return im.take(ctx, tx, lines, origins, bar) })
		})
	}
	bar.done()
	im.input.report(im.c.stderr)
	im.warnings.report(im.c.stderr)
	if errors.Is(err, errRefused) {
		fmt.Fprintf(im.c.stderr, "Nothing was taken: %s refused.\n", view.Plural(len(im.input.refused), "line"))
		return exit(exitFailed)
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) && !im.strict {
		return fmt.Errorf("stopped: %s taken; the same command again takes the rest", view.Plural(im.taken, "line"))
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(im.c.stderr, "%s taken, %s there before, %s waiting for their order, %s refused.\n", view.Plural(im.taken, "line"),
		view.Thousands(int64(im.repeated)), view.Thousands(int64(im.waiting)), view.Thousands(int64(len(im.input.refused))))
	if len(im.input.refused) > 0 {
		return exit(exitFailed)
	}
	return nil
}

var errRefused = errors.New("lines were refused")

// files reads all files and hands the lines over in batches.
func (im *importer) files(names []string, batch func([]*order.Line, []origin) error) error {
	var lines []*order.Line
	var origins []origin
	flush := func() error {
		if len(lines) == 0 {
			return nil
		}
		err := batch(lines, origins)
		lines, origins = lines[:0], origins[:0]
		return err
	}
	for nth, name := range names {
		err := im.c.eachLine(name, nth, im.program, func(o origin, line *order.Line, err error) error {
			if err != nil {
				im.input.refused = append(im.input.refused, refusal{o, err.Error()})
				return nil
			}
			lines, origins = append(lines, line), append(origins, o)
			if len(lines) == importBatch {
				return flush()
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return flush()
}

func (im *importer) take(ctx context.Context, tx store.Tx, lines []*order.Line, origins []origin, bar *bar) error {
	opt := im.program.ImportOptions(im.c.now())
	for i, line := range lines {
		got, err := tx.Import(ctx, line, opt)
		var refused *store.Refused
		switch {
		case errors.As(err, &refused):
			im.input.refused = append(im.input.refused, refusal{origins[i], refused.Why})
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", origins[i], err)
		case got.Repeated:
			im.repeated++
		default:
			im.taken++
			if got.Waiting {
				im.waiting++
			}
		}
		for _, w := range got.Warnings {
			im.warnings[w]++
		}
	}
	bar.to(im.taken + im.repeated + len(im.input.refused))
	return nil
}

// size is the number of lines of all files, for the progress bar: 0 where it is not known or nobody looks.
func (im *importer) size(files []string) (n int) {
	if !im.c.terminal {
		return 0
	}
	for _, name := range files {
		if name == "-" {
			return 0
		}
		lines, err := feed.CountLines(name)
		if err != nil {
			return 0
		}
		n += lines
	}
	return n
}
