package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// spoiled is a shop that has sent, and whose journal or store is not what it was.
func spoiled(t *testing.T) (d *drill, journal string) {
	t.Helper()
	d = newDrill(t, 1)
	d.place(4)
	d.must(exitDone, "run", "-once")
	d.now = d.now.Add(2 * time.Hour)
	d.must(exitDone, "run", "-once")
	d.place(3) // due
	if d.sink.Count() != 8 {
		t.Fatalf("%d letters, want 8", d.sink.Count())
	}
	return d, d.store() + ".journal"
}

func TestAJournalThatIsNotWhatTheStoreKnowsIsQuarantineUntilAPersonSaysYes(t *testing.T) {
	for _, c := range []struct {
		what  string
		spoil func(d *drill, journal string)
		says  string // of run and of recover
		shows string // of recover
		kept  bool   // the old file
		sent  int    // afterwards
	}{
		{"it is gone", func(_ *drill, journal string) { os.Remove(journal) }, "is missing", "cannot be told", false, 3},
		{"it is another store's", func(d *drill, journal string) {
			other := newDrill(d.t, 2)
			other.place(2)
			other.must(exitDone, "run", "-once")
			other.copyTo(journal)
		}, "is another store's", "none that the store does not know", true, 3},
		{"a byte is changed where an old backup would look", func(d *drill, journal string) { flip(d.t, journal, 200) }, "", "none that the store does not know", true, 3},
		{"its first line is damaged", func(d *drill, journal string) { flip(d.t, journal, 30) }, "is damaged", "1 line of the journal cannot be read", true, 3},
		{"its end was cut off", func(d *drill, journal string) { os.Truncate(journal, 300) }, "has lost hand-overs that the store knows", "none that the store does not know", false, 3},
		{"the store is new", func(d *drill, _ string) {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				os.Remove(d.store() + suffix)
			}
			d.must(exitDone, "apply", "-auto-approve")
			d.n = 0
			d.now = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
			d.place(7) // of which four were thanked before
			d.now = d.now.Add(2 * time.Hour)
		}, "is another store's", "8 messages more", true, 6 - 3},
	} {
		d, journal := spoiled(t)
		c.spoil(d, journal)
		before := d.sink.Count()
		if c.says != "" {
			d.must(exitFailed, "run", "-once")
			d.says("nothing is sent: the journal")
			d.says(c.says)
		}
		d.must(exitFailed, "recover")
		d.says(c.shows)
		if got := d.sink.Count(); got != before {
			t.Errorf("%s: %d letters were sent in quarantine", c.what, got-before)
		}
		d.must(exitDone, "recover", "-auto-approve")
		d.must(exitDone, "recover")
		d.says("agrees with the store")
		d.must(exitDone, "run", "-once")
		if got := d.sink.Count() - before; got != c.sent {
			t.Errorf("%s: %d letters were sent afterwards, want %d", c.what, got, c.sent)
		}
		if list := d.twice(); len(list) > 0 {
			t.Errorf("%s: sent twice: %v", c.what, list)
		}
		if _, err := os.Stat(journal + ".old-1"); (err == nil) != c.kept {
			t.Errorf("%s: the old file: %v", c.what, err)
		}
	}
}

func (d *drill) copyTo(file string) {
	d.t.Helper()
	content, err := os.ReadFile(d.store() + ".journal")
	if err == nil {
		err = os.WriteFile(file, content, 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

func flip(t *testing.T, file string, at int) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content[at] ^= 1
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheJournalIsWhereTheFlagOrTheProjectSays(t *testing.T) {
	d := newDrill(t, 1)
	d.place(1)
	other := filepath.Join(t.TempDir(), "sent.journal")
	d.write("runner.flow.hcl", "runner {\n  journal = \"away/sent.journal\"\n}\n")
	d.must(exitFailed, "run", "-once")
	d.says("no such file or directory")
	if err := os.Mkdir(filepath.Join(d.dir, "away"), 0o700); err != nil {
		t.Fatal(err)
	}
	d.must(exitDone, "run", "-once")
	d.must(exitDone, "recover")
	d.says("1 hand-over.")
	d.must(exitDone, "recover", "-journal", filepath.Join(d.dir, "away", "sent.journal"))
	if d.sink.Count() != 1 {
		t.Errorf("%d letters, want 1", d.sink.Count())
	}

	d = newDrill(t, 1)
	d.place(2)
	d.must(exitDone, "run", "-once", "-journal", other)
	if _, err := os.Stat(d.store() + ".journal"); err == nil {
		t.Error("there is one beside the store, too")
	}
	d.must(exitFailed, "run", "-once")
	d.says("is missing")
	d.must(exitDone, "recover", "-journal", other)
	d.says("2 hand-overs")
}

// lines is a log that a service writes and a test reads.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) has(text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Contains(l.b.String(), text)
}

// A service that finds itself with a restored backup sends nothing and stays, and goes on when a person has decided.
func TestAServiceInQuarantineWaitsForAPerson(t *testing.T) {
	quarantineNap = 20 * time.Millisecond
	d := newDrill(t, 1)
	d.place(2)
	backup := filepath.Join(d.dir, "backup.db")
	d.must(exitDone, "backup", backup)
	d.must(exitDone, "run", "-once")
	d.restore(backup)

	log := &lines{}
	env := d.environment()
	env.stdout, env.stderr = log, log
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	done := make(chan int)
	go func() { done <- run(ctx, env, []string{"-project", d.dir, "run"}) }()
	until := func(text string) {
		t.Helper()
		for range 1000 {
			if log.has(text) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("the service never said %q\n%s", text, log.b.String())
	}
	until("quarantine: nothing is sent")
	// Also while the store is away.
	if err := os.Rename(d.store(), d.store()+".away"); err != nil {
		t.Fatal(err)
	}
	until("there is no store")
	if err := os.Rename(d.store()+".away", d.store()); err != nil {
		t.Fatal(err)
	}
	if d.sink.Count() != 2 {
		t.Fatalf("%d letters, want 2", d.sink.Count())
	}
	d.must(exitDone, "recover", "-auto-approve")
	until("msg=running")
	stop()
	if code := <-done; code != exitDone || d.sink.Count() != 2 {
		t.Errorf("exit %d, %d letters, want 2\n%s", code, d.sink.Count(), log.b.String())
	}
}
