package sqlite

import (
	"context"
	"errors"
	"fmt"
)

// errLogBusy: the write-ahead log still holds what was deleted, since another process reads an older state.
var errLogBusy = errors.New("the log of the store cannot be emptied while another process reads it")

// Scrub writes the database anew, so that nothing that was deleted is left in free pages or behind rows, and empties its log. Deleting
// alone leaves both: a page keeps its bytes until something else is written there, and the log keeps all pages since its last beginning.
func (db *DB) Scrub(ctx context.Context) error {
	c, err := take(ctx, db.writer)
	if err != nil {
		return err
	}
	defer func() { db.writer <- c }()
	if err := c.script("vacuum"); err != nil {
		return fmt.Errorf("write the store anew: %w", err)
	}
	var busy, pages, done int
	if err := c.sc.QueryRowContext(background, "pragma wal_checkpoint(truncate)").Scan(&busy, &pages, &done); err != nil {
		return fmt.Errorf("empty the log of the store: %w", err)
	}
	if busy != 0 {
		return errLogBusy
	}
	return nil
}
