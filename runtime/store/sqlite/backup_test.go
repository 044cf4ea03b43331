package sqlite

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A backup beside a writer is one state of the store, and opens as a store.
func TestABackupBesideAWriterIsOneStateOfTheStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := closing(t, path)
	for n := range 20 {
		write(t, db, day(n))
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for n := 20; ; n++ {
			select {
			case <-stop:
				return
			default:
				if err := db.Write(t.Context(), day(n)); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	dir := t.TempDir()
	for i := range 5 {
		to := filepath.Join(dir, string(rune('a'+i))+".db")
		copied, err := Backup(t.Context(), path, to)
		if err != nil {
			t.Fatal(err)
		}
		rows := map[string]int64{}
		for _, c := range copied.Tables {
			rows[c.Table] = c.Rows
		}
		if rows["outbox"] < 20 || rows["outbox"] != rows["journeys"] || rows["outbox"] != rows["events"] || rows["journal"] != 1 {
			t.Errorf("copy %d is no state of the store: %v", i, rows)
		}
		again := closing(t, to)
		if got := strings.Count(dump(t, again), "\noutbox "); int64(got) != rows["outbox"] {
			t.Errorf("copy %d opens with %d messages, was said to have %d", i, got, rows["outbox"])
		}
		if info, err := os.Stat(to); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("copy %d: %v, %v", i, info.Mode(), err)
		}
	}
	close(stop)
	wg.Wait()
}

func TestABackupTakesNoFilesPlaceAndCopiesNothingButAStore(t *testing.T) {
	dir := t.TempDir()
	path, to := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	db := opened(t, path)
	for n := range 40 {
		write(t, db, day(n))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Backup(t.Context(), path, to); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("over another file: %v", err)
	}
	if text, _ := os.ReadFile(to); string(text) != "precious" {
		t.Errorf("the other file is %q now", text)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A page of a table that holds something is overwritten: counting need not see it, the check of all pages does.
	damaged := append([]byte(nil), whole...)
	for i := len(damaged) / 2 / 4096 * 4096; i < len(damaged)/2/4096*4096+4096*3; i++ {
		damaged[i] = 0x5a
	}
	for what, content := range map[string][]byte{"a damaged store": damaged, "no database": []byte(strings.Repeat("no database ", 1000)), "an empty file": nil} {
		from, to := filepath.Join(dir, "from.db"), filepath.Join(dir, "to.db")
		if err := os.WriteFile(from, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Backup(t.Context(), from, to); err == nil {
			t.Errorf("%s was backed up", what)
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "to.db*")); len(left) > 0 {
			t.Errorf("%s left %v", what, left)
		}
	}
	if _, err := Backup(t.Context(), path, filepath.Join(dir, "whole.db")); err != nil {
		t.Errorf("a closed store: %v", err)
	}
}
