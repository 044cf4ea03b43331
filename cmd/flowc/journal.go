package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/runtime/journal"
	"github.com/flowc/flowc/runtime/store"
)

// errQuarantine: the store and its journal do not agree, so nothing is sent until a person has looked.
var errQuarantine = errors.New("nothing is sent")

// quarantineNap is how long a service waits before it looks again whether a person has decided: short enough for one who sits before it,
// long enough to leave the store to `flowc recover`.
var quarantineNap = 10 * time.Second

// runner lets a runner work. A service that is in quarantine waits for a person and looks again, also while the store is being exchanged.
func (c *command) runner(ctx context.Context, once bool, log *slog.Logger) error {
	for waiting := false; ; {
		began, err := c.attempt(ctx, once, log)
		waiting = waiting && !began || errors.Is(err, errQuarantine)
		if once || !waiting || err == nil {
			return err
		}
		log.Error("quarantine: nothing is sent", "why", err)
		select {
		case <-ctx.Done():
			log.Info("stopped")
			return nil
		case <-time.After(quarantineNap):
		}
	}
}

func (c *command) journalFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.journal, "journal", "", "the send journal's `FILE`, best on another disk (default: that of the runner block, else the store's name and .journal)")
}

// journalPath is where the send journal is: the flag, else the project's runner block, else a file beside the store. Relative ones start
// where those of a store do.
func (c *command) journalPath() (string, error) {
	if c.journal != "" {
		return filepath.Clean(c.journal), nil
	}
	files, err := c.folder()
	if err != nil {
		return "", err
	}
	if file := lang.Compile(files).Journal; file != "" {
		if !filepath.IsAbs(file) {
			file = filepath.Join(c.project, file)
		}
		return file, nil
	}
	path, err := c.storePath()
	return path + ".journal", err
}

// known is what a store knows of its journal.
func known(ctx context.Context, st store.Store) (k journal.Known, err error) {
	err = st.Read(ctx, func(r store.Reader) error {
		s, err := r.Journal(ctx)
		k = journal.Known{
			Owner: journal.Owner{ID: s.ID, Instance: s.Instance}, Before: journal.Mark(s.Before), Head: journal.Mark(s.Head),
		}
		return err
	})
	return k, err
}

// takeJournal opens the journal, where the store knows all that is in it.
func (r *runner) takeJournal(ctx context.Context) error {
	r.closeJournal()
	k, err := known(ctx, r.st)
	if err != nil {
		return err
	}
	f, err := journal.Compare(r.journalPath, k)
	if err != nil {
		return err
	}
	r.journal = f.Journal
	if !f.Verdict.Safe() {
		return fmt.Errorf("%w: the journal %s %v. `flowc recover` shows the difference, and lets the runner go on", errQuarantine, r.journalPath, f.Verdict)
	}
	if f.Verdict == journal.Fresh {
		if r.journal, err = journal.Create(r.journalPath, k.Instance); err != nil {
			return err
		}
		f.End = r.journal.First()
	}
	if err := r.journal.Go(f.End); err != nil {
		return err
	}
	if f.Verdict == journal.Agrees {
		return nil
	}
	r.log.Info("the send journal", "file", r.journalPath, "found", f.Verdict.String())
	return r.st.Write(ctx, func(tx store.Tx) error { return tx.SetJournal(ctx, r.journal.Owner.ID, store.Mark(f.End)) })
}

func (r *runner) closeJournal() {
	if r.journal == nil {
		return
	}
	if err := r.journal.Close(); err != nil {
		r.log.Warn("the send journal did not close", "err", err)
	}
	r.journal = nil
}
