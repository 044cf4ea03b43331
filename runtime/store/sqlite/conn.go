package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// background is the context of single statements. go-sqlite3 starts a goroutine for each statement whose context can end; a
// transaction here is short, and is given up between statements, never within one.
var background = context.Background()

// conn is one connection with its prepared statements. Statements are prepared on the connection itself: db.Prepare inside an open
// transaction would wait for a second connection for ever.
type conn struct {
	sc    *sql.Conn
	stmts map[string]*sql.Stmt
	hots  map[string]*hot
	fault func() error // in tests: an error in place of a statement's answer
}

func newConn(ctx context.Context, pool *sql.DB) (*conn, error) {
	c := &conn{}
	return c, c.ready(ctx, pool)
}

// ready opens a connection that is not open yet.
func (c *conn) ready(ctx context.Context, pool *sql.DB) error {
	if c.sc != nil {
		return nil
	}
	sc, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	c.sc, c.stmts, c.hots = sc, map[string]*sql.Stmt{}, map[string]*hot{}
	return nil
}

func (c *conn) close() error {
	if c.sc == nil {
		return nil
	}
	errs := []error{c.closeHots()}
	for _, s := range c.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.sc.Close())...)
}

// prepared is the statement of a constant text, made once.
func (c *conn) prepared(query string) (*sql.Stmt, error) {
	if c.fault != nil {
		if err := c.fault(); err != nil {
			return nil, err
		}
	}
	if s := c.stmts[query]; s != nil {
		return s, nil
	}
	s, err := c.sc.PrepareContext(background, query)
	if err != nil {
		return nil, fmt.Errorf("prepare %q: %w", query, err)
	}
	c.stmts[query] = s
	return s, nil
}

// exec runs a statement of a constant text and tells how many rows it changed.
func (c *conn) exec(query string, args ...any) (int64, error) {
	s, err := c.prepared(query)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(background, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// script runs statements that are run once and not kept.
func (c *conn) script(text string) error {
	if c.fault != nil {
		if err := c.fault(); err != nil {
			return err
		}
	}
	_, err := c.sc.ExecContext(background, text)
	return err
}

// insert runs an insert and tells the new row's id.
func (c *conn) insert(query string, args ...any) (int64, error) {
	s, err := c.prepared(query)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(background, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// each calls row for every row of a query of a constant text.
func (c *conn) each(query string, args []any, row func(scan func(...any) error) error) error {
	s, err := c.prepared(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(background, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one reads the only row of a query; found is false where there is none.
func (c *conn) one(query string, args []any, dest ...any) (found bool, err error) {
	s, err := c.prepared(query)
	if err != nil {
		return false, err
	}
	switch err := s.QueryRowContext(background, args...).Scan(dest...); {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	}
	return true, nil
}

// transaction runs fn between begin and commit. Where fn fails or panics, or the commit does not succeed, nothing of it is left.
func (c *conn) transaction(begin string, fn func() error) (err error) {
	if _, err := c.exec(begin); err != nil {
		return fmt.Errorf("%s: %w", begin, err)
	}
	committed := false
	defer func() {
		if committed {
			return
		}
		// SQLite may have rolled back on its own, on a full disk for one.
		if _, rollback := c.sc.ExecContext(background, "rollback"); rollback != nil && !isNoTransaction(rollback) {
			err = errors.Join(err, fmt.Errorf("rollback: %w", rollback))
		}
	}()
	if err := fn(); err != nil {
		return err
	}
	if _, err := c.exec("commit"); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

// isNoTransaction is true for the answer to a rollback where there is nothing to roll back. SQLite has no code of its own for it.
func isNoTransaction(err error) bool {
	var e sqlite3.Error
	return errors.As(err, &e) && e.Code == sqlite3.ErrError
}

// list is a list of ids as one argument for json_each(?).
func list[T any](ids []T) string {
	text, err := json.Marshal(ids)
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
	return string(text)
}

// null is an empty text as SQL's null.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
