package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/shop"
	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/sim"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) demoCommand() *cobra.Command {
	var dir string
	opt := shop.Options{Seed: 1, From: time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)}
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "See flowc at work: a generated shop, the shipped flows, some months in under a minute",
		Long: `Makes a folder with the shipped flows, generates a shop whose customers order, get parcels, write reviews and say no, and walks them
through with a clock of its own. Letters become files that a mail program opens; nothing leaves the machine.`,
		Example: "  flowc demo\n  flowc demo -customers 1000 -months 6 -folder /tmp/shop",
		Args:    nothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if opt.Customers < 1 || opt.Customers > 100_000 || opt.Months < 1 || opt.Months > 24 {
				return usage("-customers 1 to 100000, -months 1 to 24")
			}
			return c.demo(cmd.Context(), dir, opt)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&dir, "folder", "flowc-demo", "the `DIR` to make the shop in; it must not be there yet, or be that of an earlier demo")
	flags.IntVar(&opt.Customers, "customers", 120, "`N`, how many customers")
	flags.IntVar(&opt.Months, "months", 4, "`N`, how many months")
	flags.Uint64Var(&opt.Seed, "seed", opt.Seed, "another `N`, another shop")
	return cmd
}

// demoTick is how often the demo's runner looks, on the shop's clock.
const demoTick = 15 * time.Minute

// demoMark names the file that tells a demo's folder from one that is somebody's work.
const demoMark = ".flowc-demo"

func (c *command) demo(ctx context.Context, dir string, opt shop.Options) error {
	began := c.now()
	if err := freshFolder(dir); err != nil {
		return err
	}
	if err := copyFlows(dir); err != nil {
		return err
	}
	c.project = dir
	result, err := c.compile()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "Compiled %s with %s from %s.\n", view.Plural(len(result.Program.Machines), "flow"), view.Plural(letters(result), "letter"), dir)
	program, err := engine.Prepare(result.Program)
	if err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, filepath.Join(dir, "flowc.db"), storeOptions())
	if err != nil {
		return err
	}
	defer st.Close()
	lines := shop.Lines(opt)
	bar := c.progress("walking "+view.Plural(opt.Customers, "customer")+" through", len(lines))
	done, err := sim.Run(ctx, st, program, lines, sim.Options{
		Until:   opt.From.AddDate(0, opt.Months, 0),
		Workers: 8,
		Tick:    demoTick,
		Deliver: func(s machine.Sender, now func() time.Time) (delivery.Channel, error) {
			return delivery.Open("file:outbox", delivery.Options{Dir: dir, Now: now})
		},
		Progress: func(_ time.Time, taken int) { bar.to(taken) },
	})
	bar.done()
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "Took %s of a generated shop, from %s to %s on the shop's clock.\n\n", view.Plural(len(lines), "event"),
		opt.From.Format("2 January 2006"), done.End.Format("2 January 2006"))
	if err := c.demoShows(ctx, st, dir, result.Program); err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "\nThat took %s. Go on with:\n", c.now().Sub(began).Round(100*time.Millisecond))
	fmt.Fprintf(c.stdout, "  flowc -project %s ledger -customer c0001       one customer's timeline\n", dir)
	fmt.Fprintf(c.stdout, "  flowc -project %s graph review_request         the flow as mermaid\n", dir)
	fmt.Fprintf(c.stdout, "  flowc -project %s preview review_request.ask   a letter as HTML and text\n", dir)
	fmt.Fprintf(c.stdout, "  edit %s/review_request/review_request.flow.hcl, then flowc -project %s plan\n", dir, dir)
	return nil
}

// freshFolder makes the folder; that of an earlier demo is emptied.
func freshFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(dir, demoMark)); err != nil {
			return fmt.Errorf("%s is there already and is not a demo's: name another with -folder", dir)
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, demoMark), []byte("Made by `flowc demo`, which empties this folder when it runs again.\n"), 0o644)
}

// copyFlows writes the shipped project out.
func copyFlows(dir string) error {
	return fs.WalkDir(flows.Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := fs.ReadFile(flows.Files, name)
		if err != nil {
			return err
		}
		_, err = writeNew(filepath.Join(dir, filepath.FromSlash(name)), content)
		return err
	})
}

// demoShows prints what happened: journeys, messages, one customer's story, and where pictures and letters lie.
func (c *command) demoShows(ctx context.Context, st store.Store, dir string, p *machine.Program) error {
	journeys, messages := map[string][3]int64{}, map[string]map[string]int64{}
	var story []store.LedgerLine
	err := st.Read(ctx, func(r store.Reader) error {
		counts, err := r.Census(ctx)
		if err != nil {
			return err
		}
		for _, n := range counts {
			j := journeys[n.Flow]
			j[n.Over] += n.N
			journeys[n.Flow] = j
		}
		outcomes, err := r.Outcomes(ctx)
		if err != nil {
			return err
		}
		for _, o := range outcomes {
			if messages[o.Flow] == nil {
				messages[o.Flow] = map[string]int64{}
			}
			key := view.Outcome(o.Status)
			if o.Status == store.Dropped {
				key = o.Reason
			}
			messages[o.Flow][key] += o.N
		}
		return r.Ledger(ctx, store.LedgerQuery{Customer: "c0003"}, func(l store.LedgerLine) bool {
			story = append(story, l)
			return true
		})
	})
	if err != nil {
		return err
	}
	if err := view.Demo(c.stdout, p, journeys, messages, c.colours); err != nil {
		return err
	}
	fmt.Fprintln(c.stdout, "\nOne customer's story (c0003):")
	zone, err := time.LoadLocation(p.Project.Timezone)
	if err != nil {
		return err
	}
	for _, l := range story {
		if err := view.LedgerText(c.stdout, l, zone); err != nil {
			return err
		}
	}
	for _, m := range p.Machines {
		people, err := c.standing(ctx, m.Flow)
		if err != nil {
			return err
		}
		name := filepath.Join(dir, "pictures", m.Flow+".svg")
		if _, err := writeNew(name, []byte(view.GraphOf(m, people).SVG())); err != nil {
			return err
		}
	}
	letters, err := filepath.Glob(filepath.Join(dir, "outbox", "*.eml"))
	if err != nil {
		return err
	}
	fmt.Fprintf(c.stdout, "\nPictures of the flows: %s\n", path.Join(dir, "pictures"))
	if len(letters) > 0 {
		fmt.Fprintf(c.stdout, "%s in %s, such as %s\n", view.Plural(len(letters), "letter"), path.Join(dir, "outbox"), strings.TrimPrefix(letters[len(letters)/2], "./"))
	}
	return nil
}
