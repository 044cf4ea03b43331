package sqlite

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/ddl"
)

// A crash after any statement of any migration leaves the layout before it, and whoever opens the store next brings it to its end.
func TestAMigrationThatACrashCutShortIsRunAnew(t *testing.T) {
	statements := 0
	for _, m := range ddl.SQLite() {
		texts := strings.SplitAfter(strings.TrimSpace(m.SQL), ";\n")
		for upTo := range texts {
			statements++
			path := filepath.Join(t.TempDir(), "a.db")
			if err := prepareFile(path, false); err != nil {
				t.Fatal(err)
			}
			source, err := dsn(path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			pool := sql.OpenDB(&connector{dsn: source})
			c, err := newConn(t.Context(), pool)
			if err != nil {
				t.Fatal(err)
			}
			if err := migrateTo(c, m.Version-1); err != nil {
				t.Fatal(err)
			}
			// With next to no cache what is written is in the log at once, without its commit.
			if err := c.script("pragma cache_size = 1"); err != nil {
				t.Fatal(err)
			}
			image := ""
			err = c.transaction("begin immediate", func() error {
				for _, text := range texts[:upTo+1] {
					if err := c.script(text); err != nil {
						t.Fatalf("%04d_%s: %q: %v", m.Version, m.Name, text, err)
					}
				}
				image = copied(t, path)
				return errors.New("no further")
			})
			if err == nil {
				t.Fatal("the migration was committed")
			}
			c.close()
			pool.Close()
			db, err := Open(t.Context(), image, Options{})
			if err != nil {
				t.Fatalf("%04d_%s, statement %d: %v", m.Version, m.Name, upTo+1, err)
			}
			write(t, db, day(0))
			db.Close()
		}
	}
	if statements < 30 {
		t.Errorf("only %d statements were met", statements)
	}
}

// migrateTo runs the first migrations.
func migrateTo(c *conn, version int) error {
	for _, m := range ddl.SQLite()[:version] {
		if err := c.transaction("begin immediate", func() error { return step(c, m) }); err != nil {
			return err
		}
	}
	return nil
}

func TestAStoreThatLacksAnythingIsRefusedAndWhatSomebodyAddedIsTheirs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	for _, c := range []struct {
		do   string
		half bool
	}{
		{"create index by_day on orders (placed_at)", false}, {"create table mine (a)", false}, {"create view v as select 1", false},
		{"drop table draws", true},
	} {
		db := opened(t, path)
		if err := (<-db.writer).script(c.do); err != nil {
			t.Fatal(err)
		}
		db.pool.Close()
		for _, readOnly := range []bool{false, true} {
			again, err := Open(t.Context(), path, Options{ReadOnly: readOnly})
			if errors.Is(err, store.ErrHalf) != c.half || (err != nil) != c.half {
				t.Errorf("after %q, read only %v: %v", c.do, readOnly, err)
			}
			if err == nil {
				again.Close()
			}
		}
	}
}
