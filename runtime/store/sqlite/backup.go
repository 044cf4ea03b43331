package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// TableCount is how many rows a table has.
type TableCount struct {
	Table string
	Rows  int64
}

// Copied is a backup that was made and checked.
type Copied struct {
	Tables []TableCount // by name
	Bytes  int64
}

// Backup copies the database at path into a new file while it is in use, and believes nothing: the copy is opened, each page and index of
// it is checked, and the rows of every table are compared with those of the one state that was copied. The file is at its place only when
// all of it holds, and never takes another's. No migration is run, so that a store can be copied before one.
func Backup(ctx context.Context, path, to string) (Copied, error) {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		if err == nil {
			err = fmt.Errorf("%s is there already; a backup takes no other file's place", to)
		}
		return Copied{}, err
	}
	draft, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".*.part") // readable by its owner alone
	if err != nil {
		return Copied{}, err
	}
	defer os.Remove(draft.Name())
	if err := draft.Close(); err != nil {
		return Copied{}, err
	}
	copied, err := copyDatabase(ctx, path, draft.Name())
	if err != nil {
		return copied, err
	}
	return copied, place(draft.Name(), to)
}

// place gives a file that is whole its name. Where the file system has second names, even a file that came meanwhile stays.
func place(from, to string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	switch err := os.Link(from, to); {
	case errors.Is(err, fs.ErrExist):
		return err
	case err != nil:
		if err := os.Rename(from, to); err != nil {
			return err
		}
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

func copyDatabase(ctx context.Context, path, to string) (c Copied, err error) {
	source, err := plainly(ctx, path, "ro", nil)
	if err != nil {
		return c, err
	}
	defer source.close()
	// Within one read transaction the copy and the counts are of one state; a runner beside it goes on writing.
	if err := source.run("begin"); err != nil {
		return c, err
	}
	want, err := source.counts()
	if err != nil {
		return c, fmt.Errorf("read %s: %w", path, err)
	}
	target, err := plainly(ctx, to, "rw", nil)
	if err != nil {
		return c, err
	}
	err = target.copyFrom(source)
	if err = errors.Join(err, target.close()); err != nil {
		return c, fmt.Errorf("copy the store: %w", err)
	}
	// Immutable: opening it writes nothing beside it.
	check, err := plainly(ctx, to, "ro", url.Values{"immutable": {"1"}})
	if err != nil {
		return c, err
	}
	defer check.close()
	if err := check.whole(); err != nil {
		return c, fmt.Errorf("the copy is not sound: %w", err)
	}
	if c.Tables, err = check.counts(); err != nil {
		return c, err
	}
	if fmt.Sprint(c.Tables) != fmt.Sprint(want) {
		return c, fmt.Errorf("the copy is not sound: it has %v, the store %v", c.Tables, want)
	}
	info, err := os.Stat(to)
	if err == nil {
		c.Bytes = info.Size()
	}
	return c, err
}

// plain is a connection without anything that Open does.
type plain struct {
	pool *sql.DB
	c    *sql.Conn
}

func plainly(ctx context.Context, path, mode string, more url.Values) (*plain, error) {
	q := url.Values{"mode": {mode}, "_busy_timeout": {"5000"}}
	for name, v := range more {
		q[name] = v
	}
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
	pool := sql.OpenDB(&connector{dsn: dsn})
	c, err := pool.Conn(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), pool.Close())
	}
	return &plain{pool: pool, c: c}, nil
}

func (p *plain) close() error { return errors.Join(p.c.Close(), p.pool.Close()) }

func (p *plain) run(text string) error {
	_, err := p.c.ExecContext(background, text)
	return err
}

// driver runs fn with the driver's own connection.
func (p *plain) driver(fn func(*sqlite3.SQLiteConn) error) error {
	return p.c.Raw(func(dc any) error { return fn(dc.(driver.Conn).(*sqlite3.SQLiteConn)) })
}

// copyFrom copies all pages of another connection's database, as its transaction sees them.
func (p *plain) copyFrom(source *plain) error {
	return p.driver(func(to *sqlite3.SQLiteConn) error {
		return source.driver(func(from *sqlite3.SQLiteConn) error {
			b, err := to.Backup("main", from, "main")
			if err != nil {
				return err
			}
			done, err := b.Step(-1)
			if err == nil && !done {
				err = errors.New("it did not come to its end")
			}
			return errors.Join(err, b.Finish())
		})
	})
}

// whole checks every page and index.
func (p *plain) whole() error {
	rows, err := p.c.QueryContext(background, "pragma integrity_check(10)")
	if err != nil {
		return err
	}
	defer rows.Close()
	var wrong []error
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			wrong = append(wrong, errors.New(line))
		}
	}
	return errors.Join(append(wrong, rows.Err())...)
}

// counts are the rows of all tables. A database without a store's is refused.
func (p *plain) counts() (list []TableCount, err error) {
	rows, err := p.c.QueryContext(background, "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name")
	if err != nil {
		return nil, err
	}
	ours := false
	for rows.Next() {
		var t TableCount
		if err := rows.Scan(&t.Table); err != nil {
			return nil, errors.Join(err, rows.Close())
		}
		ours = ours || t.Table == "migrations"
		list = append(list, t)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return nil, err
	}
	if !ours {
		return nil, errors.New("it is no store of flowc")
	}
	for i := range list {
		if err := p.c.QueryRowContext(background, fmt.Sprintf(`select count(*) from "%s"`, list[i].Table)).Scan(&list[i].Rows); err != nil {
			return nil, err
		}
	}
	return list, nil
}
