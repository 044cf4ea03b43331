package main

import (
	"database/sql"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flowc/flowc/runtime/store"
)

// A look that fails while a message is in the middle must not leave it there until somebody starts the runner anew.
func TestALookThatFailedIsRescuedByTheNextOne(t *testing.T) {
	u := newUser(t, `"order.paid"`)
	u.must(exitDone, "apply", "-auto-approve")
	u.write("e.jsonl", placed("o1", "2026-03-02T09:00:00Z")+placed("o2", "2026-03-02T09:00:00Z")+
		`{"id":"x1","type":"order.paid","at":"2026-03-02T10:00:00Z","source":"shop","order":{"id":"o1"}}`+"\n"+
		`{"id":"x2","type":"order.paid","at":"2026-03-02T10:00:00Z","source":"shop","order":{"id":"o2"}}`+"\n")
	u.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))

	c := &command{environment: u.environment(), project: u.dir}
	st, err := c.existingStore(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	path := filepath.Join(u.dir, "flowc.db")
	r := &runner{c: c, st: st, log: slog.New(slog.DiscardHandler), stop: stopFileOf(path), journalPath: path + ".journal"}
	defer r.closeJournal()
	defer r.close()
	if err := r.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.load(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := r.engine.Advance(t.Context(), u.now); err != nil {
		t.Fatal(err)
	}
	// One message is claimed, one handed over, and neither outcome is written.
	err = st.Write(t.Context(), func(tx store.Tx) error {
		rows, err := tx.Claim(t.Context(), r.epoch, u.now, 10)
		if err != nil || len(rows) != 2 {
			t.Fatalf("claimed %d, %v", len(rows), err)
		}
		_, err = tx.HandOff(t.Context(), r.epoch, u.now, []int64{rows[0].ID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(u.dir, "flowc.db")+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statuses := func() string {
		var text string
		if err := db.QueryRow(`select group_concat(status) from (select status from outbox order by id)`).Scan(&text); err != nil {
			t.Fatal(err)
		}
		return text
	}
	rename := func(from, to string) {
		if _, err := db.Exec("alter table " + from + " rename to " + to); err != nil {
			t.Fatal(err)
		}
	}
	rename("events", "hidden")
	if err := r.turn(t.Context(), u.now); err != nil || statuses() != "handing_off,claimed" {
		t.Fatalf("the look that fails: %v, %s", err, statuses())
	}
	rename("hidden", "events")
	if err := r.turn(t.Context(), u.now); err != nil {
		t.Fatal(err)
	}
	if got := statuses(); got != "unknown,accepted" {
		t.Errorf("after the next look: %s", got)
	}
	u.must(exitDone, "ledger", "-json")
	if got := u.sent(); strings.Join(got, " ") != "f:o2" {
		t.Errorf("sent %v", got)
	}
}
