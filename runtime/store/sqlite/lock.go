package sqlite

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/gofrs/flock"

	"github.com/flowc/flowc/runtime/store"
)

// LockRunner takes the lock that a runner holds for life on the database at path, in a file beside it: the operating system frees it
// when the process ends, however it ends. A second runner gets store.ErrLeaseHeld, wrapped in a text that names the first one's
// process.
func LockRunner(path string) (unlock func() error, err error) {
	if path == ":memory:" {
		return func() error { return nil }, nil
	}
	name := path + ".lock"
	l := flock.New(name, flock.SetPermissions(0o600), flock.SetFlag(os.O_CREATE|os.O_RDWR))
	locked, err := l.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	if !locked {
		return nil, fmt.Errorf("%w: process %s holds %s", store.ErrLeaseHeld, holderOf(name), name)
	}
	if err := os.WriteFile(name, fmt.Appendf(nil, "%d\n", os.Getpid()), 0o600); err != nil {
		l.Unlock()
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return l.Unlock, nil
}

func holderOf(name string) string {
	f, err := os.Open(name)
	if err != nil {
		return "(unknown)"
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 20))
	if pid := strings.TrimSpace(string(text)); err == nil && pid != "" {
		return pid
	}
	return "(unknown)"
}
