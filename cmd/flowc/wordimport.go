package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/runtime/store"
)

// reasonOf is a reason as evidence.
func reasonOf(text string) json.RawMessage {
	raw, err := json.Marshal(map[string]string{"reason": text})
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
	return raw
}

// columnsHelp is how both kinds of files are written.
const columnsHelp = `The first line names the columns, in any order and case; others are passed over. Dates are 2026-03-01T09:00:00Z, or 2026-03-01 09:00:00 and
2026-03-01 in the project's zone. A line that cannot be taken is reported with its file and number, the rest goes in, and the command ends with 1.`

func (c *command) consentImportCommand() *cobra.Command {
	return c.wordImportCommand(&cobra.Command{
		Use:   "import FILE.csv…",
		Short: "Take what another tool knew of consents from CSV files",
		Long: `Columns (and what else they may be called): email (address) or customer (customer_id, user_id); topic (list), a marketing topic of the project,
without one all marketing; state (status, subscribed, accepts_marketing): granted, subscribed, yes, true, or denied, unsubscribed, no, false;
at (date, timestamp, created_at); basis (method), such as double_opt_in; source (tool). A later choice wins, of two at one instant the denial; of a
denial with a day alone the end of the day counts.
` + columnsHelp,
		Example: "  flowc consent import newsletter.csv\n  flowc consent import -strict all.csv      all or nothing",
		Args:    csvFiles,
	}, func(im *wordImport, r io.Reader, opt feed.WordOptions) error {
		return feed.Consents(r, opt, func(number int, choice store.Choice, err error) error {
			return im.take(number, err, func(tx store.Tx) error { return im.choose(tx, choice) })
		})
	})
}

func (c *command) suppressImportCommand() *cobra.Command {
	return c.wordImportCommand(&cobra.Command{
		Use:   "import FILE.csv…",
		Short: "Take the suppressions of another tool from CSV files",
		Long: `Columns (and what else they may be called): email (address); reason (type): hard_bounce, complaint, legal, all else is manual; at (date,
timestamp, created_at). Where the reason is that somebody unsubscribed, all marketing is denied, and nothing else.
` + columnsHelp,
		Example: "  flowc suppress import bounces.csv\n  flowc suppress import -at 2026-03-01T00:00:00Z undated.csv",
		Args:    csvFiles,
	}, func(im *wordImport, r io.Reader, opt feed.WordOptions) error {
		return feed.Suppressions(r, opt, func(number int, s *store.Suppression, choice *store.Choice, err error) error {
			return im.take(number, err, func(tx store.Tx) error {
				if choice != nil {
					im.denied++
					return tx.Choose(im.ctx, *choice)
				}
				return tx.Suppress(im.ctx, *s)
			})
		})
	})
}

// wordImport takes files of consents or suppressions into a store, a batch a transaction; with strict everything in one.
type wordImport struct {
	ctx    context.Context
	st     store.Store
	tx     store.Tx // with strict
	file   string
	nth    int
	batch  []pending
	input  input
	taken  int
	denied int // of the suppressions: who had only unsubscribed
}

// pending is a line that can be taken.
type pending struct {
	number int
	do     func(store.Tx) error
}

func (c *command) wordImportCommand(cmd *cobra.Command, read func(*wordImport, io.Reader, feed.WordOptions) error) *cobra.Command {
	var strict bool
	var at string
	cmd.RunE = func(cmd *cobra.Command, files []string) error {
		undated, err := parseTime("at", at)
		if err != nil {
			return err
		}
		if undated.After(c.now()) {
			return usage("-at: %s is in the future", at)
		}
		return c.importWords(cmd.Context(), files, strict, undated, read)
	}
	cmd.Flags().BoolVar(&strict, "strict", false, "take all lines or none")
	cmd.Flags().StringVar(&at, "at", "", "the `TIME` of lines without a date (RFC 3339); else they are refused")
	return cmd
}

func (c *command) importWords(ctx context.Context, files []string, strict bool, undated time.Time, read func(*wordImport, io.Reader, feed.WordOptions) error) error {
	if err := readable(files); err != nil {
		return err
	}
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	program, err := deployed(ctx, st)
	if err != nil {
		return err
	}
	im := &wordImport{ctx: ctx, st: st}
	opt := feed.WordOptions{Topics: marketingTopics(program.Program), Zone: program.Zone, At: undated, Now: c.now().UTC()}
	all := func() error {
		for nth, name := range files {
			im.file, im.nth, opt.File = name, nth, filepath.Base(name)
			if err := c.withFile(name, func(r io.Reader) error { return read(im, r, opt) }); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if err := im.flush(); err != nil {
				return err
			}
		}
		return nil
	}
	if strict {
		err = st.Write(ctx, func(tx store.Tx) error {
			im.tx = tx
			if err := all(); err != nil {
				return err
			}
			if len(im.input.refused) > 0 {
				return errRefused
			}
			return nil
		})
	} else {
		err = all()
	}
	im.input.report(c.stderr)
	if errors.Is(err, errRefused) {
		fmt.Fprintf(c.stderr, "Nothing was taken: %s refused.\n", view.Plural(len(im.input.refused), "line"))
		return exit(exitFailed)
	}
	if err != nil {
		return err
	}
	if im.denied > 0 {
		fmt.Fprintf(c.stderr, "%s had only unsubscribed: all marketing is denied there, and nothing else.\n", view.Plural(im.denied, "address"))
	}
	fmt.Fprintf(c.stderr, "%s taken, %s refused.\n", view.Plural(im.taken, "line"), view.Thousands(int64(len(im.input.refused))))
	if len(im.input.refused) > 0 {
		return exit(exitFailed)
	}
	return nil
}

// withFile opens a file; - is standard input.
func (c *command) withFile(name string, fn func(io.Reader) error) error {
	if name == "-" {
		return fn(c.stdin)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return fn(f)
}

// take notes a line that is wrong, and keeps one that is not for its batch.
func (im *wordImport) take(number int, wrong error, do func(store.Tx) error) error {
	if wrong != nil {
		im.refuse(number, wrong)
		return nil
	}
	im.batch = append(im.batch, pending{number, do})
	if len(im.batch) < importBatch {
		return nil
	}
	return im.flush()
}

func (im *wordImport) refuse(number int, why error) {
	im.input.refused = append(im.input.refused, refusal{origin{file: im.file, nth: im.nth, number: number}, why.Error()})
}

func (im *wordImport) flush() error {
	batch := im.batch
	im.batch = nil
	if len(batch) == 0 {
		return nil
	}
	if im.tx != nil {
		return im.write(im.tx, batch)
	}
	return im.st.Write(im.ctx, func(tx store.Tx) error { return im.write(tx, batch) })
}

func (im *wordImport) write(tx store.Tx, batch []pending) error {
	for _, p := range batch {
		err := p.do(tx)
		var refused *store.Refused
		if errors.As(err, &refused) {
			im.refuse(p.number, refused)
			continue
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", im.file, p.number, err)
		}
		im.taken++
	}
	return nil
}

// choose records a choice of a line. One that names a customer alone counts at the address that was theirs at the time.
func (im *wordImport) choose(tx store.Tx, choice store.Choice) error {
	if choice.Customer != "" {
		ids, err := tx.Who(im.ctx, choice.Customer)
		if err != nil {
			return err
		}
		switch {
		case len(ids) == 1:
			choice.Customer = ids[0]
		case choice.Address == "":
			return &store.Refused{Why: fmt.Sprintf("there is no customer %q", choice.Customer)}
		default: // the address is known all the same
			choice.Customer = ""
		}
	}
	return tx.Choose(im.ctx, choice)
}

// csvFiles wants at least one file.
func csvFiles(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return usage("`%s` wants CSV files, such as list.csv; - is standard input", cmd.CommandPath())
	}
	return nil
}
