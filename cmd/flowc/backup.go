package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/flowc/flowc/cmd/flowc/internal/view"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

func (c *command) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the store into a new file while it is in use, and check the copy",
		Long: `Copies the store as it is at one instant, beside a runner at work. The copy is opened and checked page by page, and its tables are
counted against those that were copied; only then is it at FILE. A file that is there is never overwritten.

To restore it: stop the runner, take the store's files away (FILE, FILE-wal and FILE-shm), copy the backup to the store's place, and leave
the send journal where it is. The runner then sends nothing until ` + "`flowc recover`" + ` has shown what was sent since the backup.`,
		Example: "  flowc backup /backup/flowc-$(date +%F).db",
		Args:    one("a file that is not there yet", "flowc-backup.db"),
		RunE:    func(cmd *cobra.Command, args []string) error { return c.backup(cmd.Context(), args[0]) },
	}
}

// backedUp are the tables that are worth a word, in the words of people.
var backedUp = []struct{ table, word string }{
	{"customers", "customer"}, {"orders", "order"}, {"events", "event"}, {"journeys", "journey"}, {"outbox", "message"}, {"consents", "consent"},
}

func (c *command) backup(ctx context.Context, to string) error {
	path, err := c.storePath()
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w at %s", errNoStore, path)
	}
	copied, err := sqlite.Backup(ctx, path, to)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	rows := map[string]int64{}
	for _, t := range copied.Tables {
		rows[t.Table] = t.Rows
	}
	fmt.Fprintf(c.stdout, "%s: %s, checked page by page; its %s have the rows that the store's have:\n", to, view.Plural(copied.Bytes, "byte"),
		view.Plural(len(copied.Tables), "table"))
	for _, t := range backedUp {
		fmt.Fprintf(c.stdout, "  %s\n", view.Plural(rows[t.table], t.word))
	}
	return nil
}
