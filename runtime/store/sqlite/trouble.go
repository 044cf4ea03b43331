package sqlite

import (
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"

	"github.com/flowc/flowc/runtime/store"
)

// troubles are the answers of SQLite that are about the place where the database lives, and not about a statement.
var troubles = map[sqlite3.ErrNo]error{
	sqlite3.ErrFull:     store.ErrFull,
	sqlite3.ErrReadonly: store.ErrReadOnly,
	sqlite3.ErrPerm:     store.ErrReadOnly,
	sqlite3.ErrBusy:     store.ErrLocked,
	sqlite3.ErrLocked:   store.ErrLocked,
	sqlite3.ErrIoErr:    store.ErrDisk,
	sqlite3.ErrCantOpen: store.ErrDisk,
	sqlite3.ErrCorrupt:  store.ErrDamaged,
	sqlite3.ErrNotADB:   store.ErrDamaged,
}

// explained puts before an answer of SQLite what it means to whoever runs the store.
func explained(err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	what := troubles[e.Code]
	if what == nil || errors.Is(err, what) {
		return err
	}
	return fmt.Errorf("%w (%w)", what, err)
}
