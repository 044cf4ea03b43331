package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/storetest"
)

func opened(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestStoreInMemoryKeepsTheClaims(t *testing.T) {
	storetest.Run(t, func() store.Store { return opened(t, ":memory:") })
}

func TestStoreInAFileKeepsTheClaims(t *testing.T) {
	dir, n := t.TempDir(), 0
	storetest.Run(t, func() store.Store {
		n++
		return opened(t, filepath.Join(dir, "s"+string(rune('a'+n/26))+string(rune('a'+n%26))+".db"))
	})
}
