package sqlite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flowc/flowc/runtime/store"
)

func TestWhatWasCommittedIsThereAfterACrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := closing(t, path)
	for n := range 20 {
		write(t, db, day(n))
	}
	want := dump(t, db)
	var crashed string
	err := db.Write(t.Context(), func(tx store.Tx) error { // under way when it crashes
		if err := day(20)(tx); err != nil {
			return err
		}
		crashed = copied(t, path)
		return errors.New("no further")
	})
	if err == nil {
		t.Fatal("the last transaction was committed")
	}
	after := closing(t, crashed)
	if got := dump(t, after); got != want {
		t.Errorf("after the crash\n%s\nwant\n%s", got, want)
	}
	write(t, after, day(20)) // and it goes on
}

// A log that was cut anywhere, or is damaged anywhere, gives a beginning of what was committed: no transaction is there in part, and
// none without those before it.
func TestADamagedLogGivesWholeTransactionsFromTheBeginning(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := closing(t, path)
	states := map[string]int{dump(t, db): 0}
	const days = 12
	for n := range days {
		write(t, db, day(n))
		states[dump(t, db)] = n + 1
	}
	base := copied(t, path)
	log, err := os.ReadFile(base + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	images := 60
	if os.Getenv("FLOWC_LONG") != "" {
		images = 10_000
	}
	seen := map[int]bool{}
	for seed := range images {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		damaged := append([]byte(nil), log...)
		at := r.IntN(len(log))
		if seed%2 == 0 {
			damaged = damaged[:at]
		} else {
			damaged[at] ^= 1 << r.IntN(8)
		}
		if err := os.WriteFile(base+"-wal", damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		os.Remove(base + "-shm")
		image := copied(t, base)
		after, err := Open(t.Context(), image, Options{})
		if err != nil {
			t.Fatalf("seed %d, byte %d of %d: %v", seed, at, len(log), err)
		}
		got := dump(t, after)
		after.Close()
		n, whole := states[got]
		if !whole && !strings.HasPrefix(got, "consents") && !emptyTables(got) {
			t.Fatalf("seed %d, byte %d of %d: the tables are none of those that were committed", seed, at, len(log))
		}
		seen[n] = true
	}
	if len(seen) < 5 {
		t.Errorf("only %d different states were met: the images prove little", len(seen))
	}
}

// emptyTables is true for a database whose log was cut within the migrations: they were run anew, with another instance.
func emptyTables(dump string) bool {
	for line := range strings.Lines(dump) {
		if !random(line) && !strings.HasPrefix(line, "migrations ") && !strings.HasPrefix(line, "journal ") {
			return false
		}
	}
	return true
}

// A fault at any statement, the commit included, leaves the transaction undone and the store at work.
func TestAFaultAtAnyStatementLeavesNothing(t *testing.T) {
	db := closing(t, ":memory:")
	for n := range 4 {
		write(t, db, day(n))
	}
	before := dump(t, db)
	fault := errors.New("input/output error")
	for k := 1; ; k++ {
		c := <-db.writer
		calls := 0
		c.fault = func() error {
			if calls++; calls == k {
				return fault
			}
			return nil
		}
		db.writer <- c
		err := db.Write(t.Context(), day(4))
		c = <-db.writer
		c.fault = nil
		db.writer <- c
		if err == nil {
			if k < 20 {
				t.Errorf("only %d statements were met", k)
			}
			break
		}
		if !errors.Is(err, fault) {
			t.Fatalf("fault at statement %d: %v", k, err)
		}
		if got := dump(t, db); got != before {
			t.Fatalf("fault at statement %d left\n%s\nwant\n%s", k, got, before)
		}
	}
	clean := closing(t, ":memory:")
	for n := range 5 {
		write(t, clean, day(n))
	}
	if got, want := withoutInstance(dump(t, db)), withoutInstance(dump(t, clean)); got != want {
		t.Errorf("after the faults\n%s\nwant\n%s", got, want)
	}
}

// random is true for a row that migrations make at random.
func random(line string) bool {
	return strings.HasPrefix(line, "lease ") || strings.HasPrefix(line, "secrets name=erased ")
}

func withoutInstance(dump string) string {
	var b strings.Builder
	for line := range strings.Lines(dump) {
		if !random(line) {
			b.WriteString(line)
		}
	}
	return b.String()
}

// A full disk fails the transaction, which is then as if it had never begun; when there is room again, work goes on.
func TestAFullDiskFailsTheTransactionAndNothingElse(t *testing.T) {
	db := closing(t, filepath.Join(t.TempDir(), "a.db"))
	write(t, db, day(0))
	before := dump(t, db)
	limit := func(pages int) {
		c := <-db.writer
		defer func() { db.writer <- c }()
		if _, err := c.sc.ExecContext(background, fmt.Sprintf("pragma max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(1) // no page more than there are
	var err error
	for n := 1; err == nil && n < 10_000; n++ {
		if err = db.Write(t.Context(), day(n)); err == nil {
			before = dump(t, db)
		}
	}
	if err == nil {
		t.Fatal("the disk was never full")
	}
	if got := dump(t, db); got != before {
		t.Errorf("the failed transaction left\n%s\nwant\n%s", got, before)
	}
	limit(1 << 30)
	write(t, db, day(20_000))
}
