package sqlite

import (
	"fmt"

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
		return nil
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
			if err := c.script(m.SQL); err != nil {
				return fmt.Errorf("migration %04d_%s: %w", m.Version, m.Name, err)
			}
			if err := c.script("create table if not exists migrations (version integer primary key, name text not null) strict"); err != nil {
				return err
			}
			_, err = c.exec("insert into migrations (version, name) values (?, ?)", m.Version, m.Name)
			return err
		})
		if err != nil {
			return err
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
	if err := c.sc.QueryRowContext(background, "select coalesce(max(version), 0) from migrations").Scan(&version); err != nil {
		return 0, err
	}
	if known := len(ddl.SQLite()); version > known {
		return 0, fmt.Errorf("%w: its tables are of version %d, this program knows %d", store.ErrNewer, version, known)
	}
	return version, nil
}
