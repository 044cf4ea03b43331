package sqlite

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// hot is a prepared statement at the driver's level, for what is run once a journey: database/sql takes as long for its locks and
// conversions as SQLite for the work. Arguments are int64, string or nil.
type hot struct {
	s    *sqlite3.SQLiteStmt
	args []driver.NamedValue
}

// withHot runs fn with the hot statement of a constant text. Within fn nothing else may use the connection.
func (c *conn) withHot(query string, fn func(*hot) error) error {
	if c.fault != nil {
		if err := c.fault(); err != nil {
			return err
		}
	}
	return c.sc.Raw(func(dc any) error {
		h := c.hots[query]
		if h == nil {
			s, err := dc.(*sqlite3.SQLiteConn).Prepare(query)
			if err != nil {
				return fmt.Errorf("prepare %q: %w", query, err)
			}
			h = &hot{s: s.(*sqlite3.SQLiteStmt)}
			h.args = make([]driver.NamedValue, h.s.NumInput())
			for i := range h.args {
				h.args[i].Ordinal = i + 1
			}
			c.hots[query] = h
		}
		return fn(h)
	})
}

func (h *hot) set(args []driver.Value) {
	for i, v := range args {
		h.args[i].Value = v
	}
}

// exec runs the statement and tells how many rows it changed.
func (h *hot) exec(args ...driver.Value) (int64, error) {
	h.set(args)
	res, err := h.s.ExecContext(background, h.args)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// each calls row with the values of every row, in a slice that is used again.
func (h *hot) each(row func(values []driver.Value) error, args ...driver.Value) error {
	h.set(args)
	rows, err := h.s.QueryContext(background, h.args)
	if err != nil {
		return err
	}
	values := make([]driver.Value, len(rows.Columns()))
	for {
		switch err := rows.Next(values); {
		case errors.Is(err, io.EOF):
			return rows.Close()
		case err != nil:
			return errors.Join(err, rows.Close())
		}
		if err := row(values); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
}

// closeHots frees the hot statements; the connection is about to be closed.
func (c *conn) closeHots() error {
	return c.sc.Raw(func(any) error {
		var errs []error
		for _, h := range c.hots {
			errs = append(errs, h.s.Close())
		}
		clear(c.hots)
		return errors.Join(errs...)
	})
}
