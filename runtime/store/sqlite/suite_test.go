package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/storetest"
)

func TestStoreInMemoryKeepsTheClaims(t *testing.T) {
	storetest.Run(t, func() store.Store { return opened(t, ":memory:") })
}

func TestStoreInAFileKeepsTheClaims(t *testing.T) {
	dir, n := t.TempDir(), 0
	storetest.Run(t, func() store.Store {
		n++
		return opened(t, filepath.Join(dir, fmt.Sprint(n, ".db")))
	})
}
