package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/journal"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) recoverCommand() *cobra.Command {
	var approved bool
	cmd := &cobra.Command{
		Use:   "recover",
		Short: "Show what the send journal has and the store does not know, and let the runner go on",
		Long: `For the day on which a backup was put in the store's place, or a part of it was lost: the runner sends nothing then. Shows how many
hand-overs the journal has that the store does not know, by flow, and asks. With a yes these messages are listed as unknown and are never
handed over again, and the runner may go on. Where the two agree it says so, after reading the whole journal.`,
		Example: "  flowc recover\n  flowc recover -journal /mnt/other/flowc.journal -auto-approve",
		Args:    nothing,
		RunE:    func(cmd *cobra.Command, _ []string) error { return c.recover(cmd.Context(), approved) },
	}
	c.journalFlag(cmd)
	cmd.Flags().BoolVar(&approved, "auto-approve", false, "do not ask")
	return cmd
}

// recovery is a store and a journal that are held against each other.
type recovery struct {
	st    *sqlite.DB
	path  string
	known journal.Known
	found journal.Finding

	lost       []store.HandedOver // what only the journal knows, one a message
	records    int                // of those, and of their second attempts
	unreadable int                // lines of the journal
}

func (c *command) recover(ctx context.Context, approved bool) (err error) {
	st, err := c.existingStore(ctx)
	if err != nil {
		return err
	}
	defer st.Close()
	unlock, err := c.lockQuietly(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	r := &recovery{st: st}
	if r.path, err = c.journalPath(); err != nil {
		return err
	}
	if r.known, err = known(ctx, st); err != nil {
		return err
	}
	if r.found, err = r.compare(); err != nil {
		return err
	}
	defer func() {
		if r.found.Journal != nil {
			err = errors.Join(err, r.found.Journal.Close())
		}
	}()
	if r.found.Verdict.Safe() {
		fmt.Fprintf(c.stdout, "The journal %s %v: %s. There is nothing to recover.\n", r.path, r.found.Verdict, view.Plural(int(r.found.End.Seq), "hand-over"))
		return nil
	}
	if err := r.difference(ctx); err != nil {
		return err
	}
	if err := r.show(c.stdout); err != nil {
		return err
	}
	if !approved && !c.yes("Let the runner go on?") {
		return errors.New("still in quarantine: nothing is sent")
	}
	return r.apply(ctx, c.stdout, c.now().UTC())
}

// lockPatience is how long recover waits for the lock: a service in quarantine takes it for a moment, now and then.
const lockPatience = 3 * time.Second

func (c *command) lockQuietly(ctx context.Context) (unlock func() error, err error) {
	path, err := c.storePath()
	if err != nil {
		return nil, err
	}
	const pause = 100 * time.Millisecond
	for waited := time.Duration(0); ; waited += pause {
		unlock, err := sqlite.LockRunner(path)
		if !errors.Is(err, store.ErrLeaseHeld) || waited >= lockPatience || ctx.Err() != nil {
			return unlock, err
		}
		time.Sleep(pause)
	}
}

// compare is journal.Compare, and where that finds nothing wrong it reads the whole journal: damage at its beginning harms nobody today, and
// would on the day on which an old backup is restored.
func (r *recovery) compare() (journal.Finding, error) {
	f, err := journal.Compare(r.path, r.known)
	if err != nil || !f.Verdict.Safe() || f.Journal == nil {
		return f, err
	}
	whole, err := f.Journal.Read(f.Journal.First(), nil)
	if err != nil {
		return f, err
	}
	if whole.End != f.End {
		f.Verdict, f.From, f.Unknown = journal.Damaged, f.End, 0
	}
	return f, nil
}

// difference finds what only the journal knows. Where nobody can tell up to which place the store knows all, each record counts whose
// message is not finished in the store.
func (r *recovery) difference(ctx context.Context) (err error) {
	if r.found.Verdict == journal.Missing {
		return nil
	}
	only := map[store.SendKey]store.HandedOver{}
	r.unreadable, err = journal.Salvage(r.path, r.found.From, func(rec journal.Record, _ bool) {
		if r.found.Verdict == journal.Behind && rec.Seq > r.found.End.Seq {
			return // of a group that a crash cut short: it let no message go
		}
		r.records++
		only[store.SendKey(rec.Key)] = store.HandedOver{Key: store.SendKey(rec.Key), Flow: rec.Flow, At: rec.At}
	})
	if err != nil {
		return err
	}
	if r.found.From == (journal.Mark{}) {
		err := r.st.Read(ctx, func(tx store.Reader) error {
			return tx.Finished(ctx, func(key store.SendKey) { delete(only, key) })
		})
		if err != nil {
			return err
		}
	}
	r.lost = slices.SortedFunc(maps.Values(only), func(a, b store.HandedOver) int {
		return cmp.Or(a.At.Compare(b.At), slices.Compare(a.Key[:], b.Key[:]))
	})
	return nil
}

const minute = "2006-01-02 15:04 UTC"

// show prints the difference, and what a yes means.
func (r *recovery) show(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "The journal %s %v.\n", r.path, r.found.Verdict)
	fmt.Fprintf(out, "  the store knows %s", view.Plural(int(r.known.Head.Seq), "hand-over"))
	if !r.found.Known.IsZero() {
		fmt.Fprintf(out, ", the last of %s", r.found.Known.Format(minute))
	}
	fmt.Fprintln(out)
	switch {
	case r.found.Verdict == journal.Missing:
		fmt.Fprintln(out, "  what left after that cannot be told: find the journal, where it is only in another place (-journal FILE)")
		fmt.Fprintln(out, "With a yes a new journal begins. Where the store is a restored backup, what was sent since then is sent again.")
		return out.Flush()
	case len(r.lost) == 0:
		fmt.Fprintln(out, "  the journal has none that the store does not know")
	default:
		fmt.Fprintf(out, "  the journal has %s more that the store does not know, from %s to %s:\n",
			view.Plural(len(r.lost), "message"), r.lost[0].At.Format(minute), r.lost[len(r.lost)-1].At.Format(minute))
		flows := map[string]int64{}
		for _, l := range r.lost {
			flows[l.Flow]++
		}
		for _, flow := range slices.Sorted(maps.Keys(flows)) {
			fmt.Fprintf(out, "    %s\t%s\n", flow, view.Thousands(flows[flow]))
		}
	}
	if r.unreadable > 0 {
		fmt.Fprintf(out, "  %s of the journal cannot be read: what they say may be sent again\n", view.Plural(r.unreadable, "line"))
	}
	if r.found.Verdict == journal.Foreign {
		fmt.Fprintln(out, "Where that store still works, say no, and give each its own journal with -journal FILE.")
	}
	fmt.Fprintln(out, "With a yes these messages are listed as unknown and are never handed over again. What else came in since then (orders, consents,\nunsubscribes) is not in the store: bring that in first, with `flowc import` or the sources.")
	return out.Flush()
}

// apply lets the runner go on. The journal comes first: where a crash falls between the two, the store still does not agree with it.
func (r *recovery) apply(ctx context.Context, w io.Writer, now time.Time) (err error) {
	kept := ""
	switch r.found.Verdict {
	case journal.Missing:
		r.found.Journal, err = journal.Create(r.path, r.known.Instance)
	case journal.Foreign, journal.Damaged:
		if r.found.Journal != nil {
			err = r.found.Journal.Close()
		}
		if err == nil {
			r.found.Journal, kept, err = journal.Rebuild(r.path, r.known.Instance)
		}
	case journal.Behind, journal.Shorter, journal.Parted:
		err = r.found.Journal.Go(r.found.End)
	case journal.Agrees, journal.Fresh, journal.Begun, journal.Interrupted:
		panic("this is a bug in flowc: nothing to recover")
	default:
		panic("this is a bug in flowc: a verdict of an unknown kind")
	}
	if err != nil {
		return err
	}
	j := r.found.Journal
	err = r.st.Write(ctx, func(tx store.Tx) error {
		if _, err := tx.Bury(ctx, r.lost, now); err != nil {
			return err
		}
		return tx.SetJournal(ctx, j.Owner.ID, store.Mark(j.End()))
	})
	if err != nil {
		return err
	}
	if kept != "" {
		fmt.Fprintf(w, "A new journal was made of all that could be read; the old file is kept as %s.\n", kept)
	}
	fmt.Fprintf(w, "Recovered: %s%s never handed over again. The runner may go on.\n", view.Plural(len(r.lost), "message"), isAre(len(r.lost)))
	return nil
}

func isAre(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}
