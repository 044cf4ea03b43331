package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/ddl"
)

// What was committed is on disk, and every connection keeps to the keys: go-sqlite3's own settings promise neither.
func TestEveryConnectionHasTheSettingsOnWhichSafetyRests(t *testing.T) {
	for _, c := range []struct {
		opt  Options
		sync int
	}{{Options{}, 2}, {Options{Synchronous: "NORMAL"}, 1}} {
		db, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), c.opt)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		conns := []*conn{<-db.writer}
		for range readersMax {
			conns = append(conns, <-db.readers)
		}
		for i, cn := range conns {
			if err := cn.ready(t.Context(), db.pool); err != nil {
				t.Fatal(err)
			}
			var sync, keys, busy int
			var mode string
			for pragma, into := range map[string]any{"synchronous": &sync, "foreign_keys": &keys, "busy_timeout": &busy, "journal_mode": &mode} {
				if err := cn.sc.QueryRowContext(background, "pragma "+pragma).Scan(into); err != nil {
					t.Fatal(err)
				}
			}
			if sync != c.sync || keys != 1 || busy != 5000 || mode != "wal" {
				t.Errorf("connection %d: synchronous %d, foreign_keys %d, busy_timeout %d, journal_mode %s", i, sync, keys, busy, mode)
			}
		}
		db.writer <- conns[0]
		for _, cn := range conns[1:] {
			db.readers <- cn
		}
	}
	if _, err := Open(t.Context(), ":memory:", Options{Synchronous: "OFF"}); err == nil {
		t.Error("synchronous OFF is taken")
	}
}

func TestAStoreIsReadableByItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	write(t, db, day(0))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v", suffix, info.Mode())
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{}); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a store that everybody can read: %v", err)
	}
	empty := filepath.Join(t.TempDir(), "b.db")
	if err := os.WriteFile(empty, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	closing(t, empty)
	if info, _ := os.Stat(empty); info.Mode().Perm() != 0o600 {
		t.Errorf("an empty file keeps the mode %v", info.Mode())
	}
}

func TestOpenRefusesWhatIsNoStoreOfThisProgram(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		name string
		make func(path string)
		want string
		is   error
	}{
		{"a newer flowc's", func(path string) {
			db := opened(t, path)
			defer db.Close()
			c := <-db.writer
			defer func() { db.writer <- c }()
			if _, err := c.exec("insert into migrations (version, name) values (9999, 'of the future')"); err != nil {
				t.Fatal(err)
			}
		}, "9999", store.ErrNewer},
		{"another program's", func(path string) {
			db := &connector{dsn: "file:" + path}
			c, err := db.Connect(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			s, err := c.Prepare("create table shop (id)")
			if err != nil {
				t.Fatal(err)
			}
			//lint:ignore SA1019 the driver's own statement is asked without a context
			if _, err := s.Exec(nil); err != nil {
				t.Fatal(err)
			}
			s.Close()
			os.Chmod(path, 0o600)
		}, "another program", nil},
		{"no database", func(path string) {
			if err := os.WriteFile(path, []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "not a database", nil},
		{"a folder", func(path string) { os.Mkdir(path, 0o700) }, "no file", nil},
	} {
		path := filepath.Join(dir, strings.ReplaceAll(c.name, " ", "_")+".db")
		c.make(path)
		_, err := Open(t.Context(), path, Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: %v, want something about %q", c.name, err, c.want)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "missing", "a.db"), Options{}); err == nil {
		t.Error("a folder that is not there")
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "none.db"), Options{ReadOnly: true}); err == nil {
		t.Error("a store that is not there is opened to be read")
	}
}

func TestAReadOnlyStoreReadsBesideARunnerAndWritesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a ? b#c.db") // characters that mean something in an address
	db := closing(t, path)
	write(t, db, day(0))
	ro, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer ro.Close()
	err = ro.Read(t.Context(), func(r store.Reader) error {
		totals, err := r.Totals(t.Context())
		if err == nil && totals.Orders != 1 {
			t.Errorf("%d orders, want 1", totals.Orders)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if err := ro.Write(t.Context(), day(1)); err == nil {
		t.Error("it was written to")
	}
}

// A migration that ends anywhere leaves the layout before it or after it, and the next opening goes on from there.
func TestAMigrationThatIsCutShortIsMadeUpFor(t *testing.T) {
	whole := dumpSchema(t, closing(t, ":memory:"))
	fault := errors.New("killed")
	for k := 1; ; k++ {
		path := filepath.Join(t.TempDir(), fmt.Sprint(k, ".db"))
		if err := prepareFile(path, false); err != nil {
			t.Fatal(err)
		}
		source, err := dsn(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		killed := migrateUntil(t, source, k, fault)
		db := closing(t, path)
		if got := dumpSchema(t, db); got != whole {
			t.Fatalf("killed at call %d: the layout is\n%s\nwant\n%s", k, got, whole)
		}
		if !killed {
			if k < 2*len(ddl.SQLite()) {
				t.Errorf("only %d calls were met", k)
			}
			break
		}
	}
}

func TestReadsSeeOneSnapshotBesideAWriter(t *testing.T) {
	db := closing(t, filepath.Join(t.TempDir(), "a.db"))
	write(t, db, day(0))
	count := func(r store.Reader) int64 {
		totals, err := r.Totals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return totals.Journeys
	}
	err := db.Read(t.Context(), func(r store.Reader) error {
		before := count(r)
		write(t, db, day(1))
		if after := count(r); after != before {
			t.Errorf("a snapshot changed from %d to %d journeys", before, after)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	write(t, db, func(tx store.Tx) error { // a Read inside of a Write sees what was committed
		if err := day(2)(tx); err != nil {
			return err
		}
		return db.Read(t.Context(), func(r store.Reader) error {
			if n := count(r); n != 2 {
				t.Errorf("a Read inside of a Write sees %d journeys, want 2", n)
			}
			return nil
		})
	})
}

func TestAClosedStoreSaysSo(t *testing.T) {
	for _, path := range []string{":memory:", filepath.Join(t.TempDir(), "a.db")} {
		db := opened(t, path)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Errorf("closing twice: %v", err)
		}
		if err := db.Write(t.Context(), day(0)); !errors.Is(err, errClosed) {
			t.Errorf("Write: %v", err)
		}
		if err := db.Read(t.Context(), func(store.Reader) error { return nil }); !errors.Is(err, errClosed) {
			t.Errorf("Read: %v", err)
		}
	}
}

func TestTheSecondRunnerIsToldWhoTheFirstIs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	unlock, err := LockRunner(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = LockRunner(path)
	if !errors.Is(err, store.ErrLeaseHeld) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("got %v, want ErrLeaseHeld with process %d", err, os.Getpid())
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	unlock, err = LockRunner(path)
	if err != nil {
		t.Fatalf("after it was given back: %v", err)
	}
	if err := unlock(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path + ".lock"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the lock file: %v, %v", info, err)
	}
}

func TestFunctionsOfExpressionsAreKnownToEveryConnection(t *testing.T) {
	opt := Options{RegisterFuncs: map[string]any{"flowc_twice": func(n int64) int64 { return 2 * n }}}
	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "a.db"), opt)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range readersMax + 1 {
		err := db.Read(t.Context(), func(r store.Reader) error {
			var n int64
			_, err := r.(*reader).c.one("select flowc_twice(21)", nil, &n)
			if err == nil && n != 42 {
				t.Errorf("got %d", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// dumpSchema is the layout of a database as text.
func dumpSchema(t *testing.T, db *DB) string {
	t.Helper()
	c := <-db.writer
	defer func() { db.writer <- c }()
	rows, err := c.sc.QueryContext(background, "select coalesce(sql, name) from sqlite_schema order by name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var b strings.Builder
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		b.WriteString(text + "\n")
	}
	return b.String()
}

// migrateUntil runs the migrations until call k, where the process is as good as killed; false where they came to their end.
func migrateUntil(t *testing.T, source string, k int, fault error) bool {
	t.Helper()
	pool := sql.OpenDB(&connector{dsn: source})
	defer pool.Close()
	c, err := newConn(t.Context(), pool)
	if err != nil {
		t.Fatal(err)
	}
	defer c.close()
	calls := 0
	c.fault = func() error {
		if calls++; calls == k {
			return fault
		}
		return nil
	}
	err = migrate(c, false)
	if err != nil && !errors.Is(err, fault) {
		t.Fatal(err)
	}
	return err != nil
}
