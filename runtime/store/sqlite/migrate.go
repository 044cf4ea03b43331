package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	sqlite3 "github.com/mattn/go-sqlite3"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/ddl"
)

// migrate brings the tables up to date: each migration in one transaction, its number last, so that a crash leaves the layout before it
// or the layout after it.
func migrate(c *conn, readOnly bool) error {
	list := ddl.SQLite()
	if readOnly {
		version, err := versionOf(c)
		if err != nil {
			return err
		}
		if version < len(list) {
			return fmt.Errorf("its tables are of version %d of %d; a command that writes brings them up to date", version, len(list))
		}
		return complete(c)
	}
	for _, m := range list {
		err := c.transaction("begin immediate", func() error {
			version, err := versionOf(c)
			if err != nil || version >= m.Version {
				return err
			}
			if version != m.Version-1 {
				return fmt.Errorf("its tables are of version %d, and migration %d expects %d", version, m.Version, m.Version-1)
			}
			return step(c, m)
		})
		if err != nil {
			return err
		}
	}
	return complete(c)
}

// step is one migration, with its number.
func step(c *conn, m ddl.Migration) error {
	if err := c.script(m.SQL); err != nil {
		return fmt.Errorf("migration %04d_%s: %w", m.Version, m.Name, halfway(err))
	}
	if err := c.script("create table if not exists migrations (version integer primary key, name text not null) strict"); err != nil {
		return err
	}
	_, err := c.exec("insert into migrations (version, name) values (?, ?)", m.Version, m.Name)
	return err
}

// halfway is the answer to a statement of a migration that found something there already, or not there: SQLite has no code of its own for it,
// and the statements are ours and right.
func halfway(err error) error {
	var e sqlite3.Error
	if errors.As(err, &e) && e.Code == sqlite3.ErrError {
		return fmt.Errorf("%w: %w", store.ErrHalf, err)
	}
	return err
}

// layoutQuery lists what a database is made of: each column of each table, and each index.
const layoutQuery = `select m.name || '.' || x.name from sqlite_schema m join pragma_table_xinfo(m.name) x where m.type = 'table' and m.name not like 'sqlite_%'
union all select m.tbl_name || '(' || m.name || ')' from sqlite_schema m where m.type in ('index', 'trigger') and m.sql is not null`

func layoutOf(c *conn) (map[string]bool, error) {
	rows, err := c.sc.QueryContext(background, layoutQuery)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	layout := map[string]bool{}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		layout[name] = true
	}
	return layout, rows.Err()
}

// wholeLayout is the layout that all migrations make, in memory, once a process.
var wholeLayout = sync.OnceValues(func() (map[string]bool, error) {
	pool := sql.OpenDB(&connector{dsn: "file::memory:"})
	defer pool.Close()
	c, err := newConn(background, pool)
	if err != nil {
		return nil, err
	}
	defer c.close()
	for _, m := range ddl.SQLite() {
		if err := c.script(m.SQL); err != nil {
			return nil, err
		}
	}
	return layoutOf(c)
})

// complete finds out whether all that the migrations made is there. What somebody has added, an index say, is theirs.
func complete(c *conn) error {
	want, err := wholeLayout()
	if err != nil {
		return err
	}
	got, err := layoutOf(c)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !got[name] {
			return fmt.Errorf("%w: %s is missing", store.ErrHalf, name)
		}
	}
	return nil
}

// versionOf is the number of the latest migration; 0 for a new database.
func versionOf(c *conn) (version int, err error) {
	var tables, own int
	err = c.sc.QueryRowContext(background, "select count(*), coalesce(sum(name = 'migrations'), 0) from sqlite_schema where type = 'table' and name not like 'sqlite_%'").
		Scan(&tables, &own)
	if err != nil {
		return 0, err
	}
	if own == 0 {
		if tables > 0 {
			return 0, fmt.Errorf("it has tables of another program in it")
		}
		return 0, nil
	}
	var steps int
	if err := c.sc.QueryRowContext(background, "select coalesce(max(version), 0), count(*) from migrations").Scan(&version, &steps); err != nil {
		return 0, err
	}
	if known := len(ddl.SQLite()); version > known {
		return 0, fmt.Errorf("%w: its tables are of version %d, this program knows %d", store.ErrNewer, version, known)
	}
	if steps != version {
		return 0, fmt.Errorf("%w: it has %d of %d steps", store.ErrHalf, steps, version)
	}
	return version, nil
}
