package feed

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// page is some rows of a source's table as lines.
type page struct {
	rows        []pageRow
	cursor      store.Cursor // of the last row
	incremental bool
}

type pageRow struct {
	key   string // table and id, for reports
	lines []*order.Line
	err   error
}

// record is one row of a query: its values by column.
type record map[string]any

// overlap is how far a pull looks back behind its cursor: a transaction of the shop's that began earlier may commit later.
const overlap = 2 * time.Minute

// page reads up to limit rows behind a cursor where the query has updated_at and id, else all; limit 0 is all.
func (s *Source) page(ctx context.Context, t *table, after store.Cursor, limit int) (page, error) {
	columns, err := s.columns(ctx, t.name)
	if err != nil {
		return page{}, err
	}
	var p page
	p.incremental = limit > 0 && slices.Contains(columns, "updated_at") && slices.Contains(columns, "id")
	query, args := s.pageQuery(t.name, after, limit, p.incremental)
	records, err := s.query(ctx, query, args...)
	if err != nil {
		return page{}, err
	}
	details, err := s.details(ctx, t, records)
	if err != nil {
		return page{}, err
	}
	for _, r := range records {
		key := t.name + "/" + textOf(r["id"])
		m := &mapper{source: s, record: r, currency: s.opt.Currency}
		lines := t.lines(m, details[textOf(r["id"])])
		p.rows = append(p.rows, pageRow{key: key, lines: lines, err: m.err})
	}
	if n := len(records); n > 0 && p.incremental {
		p.cursor = store.Cursor{UpdatedAt: mark(records[n-1]["updated_at"]), LastID: textOf(records[n-1]["id"])}
	}
	return p, nil
}

func (s *Source) pageQuery(name string, after store.Cursor, limit int, incremental bool) (query string, args []any) {
	query = "select * from (" + s.queries[name] + "\n) q"
	if !incremental {
		return query, nil
	}
	id := "cast(q.id as text)"
	if after.UpdatedAt != "" {
		if s.postgres() {
			query += " where (q.updated_at, " + id + ") > ($1, $2)"
		} else {
			query += " where (q.updated_at, " + id + ") > (?1, ?2)"
		}
		args = []any{unmark(after.UpdatedAt), after.LastID}
	}
	return query + " order by q.updated_at, " + id + " limit " + strconv.Itoa(limit), args
}

func (s *Source) postgres() bool {
	return s.spec.Kind == machine.SourceSQL && strings.HasPrefix(s.opt.URL, "postgres")
}

// details are the items of the orders on a page, by the order's id.
func (s *Source) details(ctx context.Context, t *table, records []record) (map[string][]record, error) {
	out := map[string][]record{}
	if t.detail == "" || s.queries[t.detail] == "" || len(records) == 0 {
		return out, nil
	}
	query := "select * from (" + s.queries[t.detail] + "\n) q"
	var args []any
	if len(records) <= pullBatch {
		marks := make([]string, len(records))
		for i, r := range records {
			args = append(args, textOf(r["id"]))
			marks[i] = "?" + strconv.Itoa(i+1)
			if s.postgres() {
				marks[i] = "$" + strconv.Itoa(i+1)
			}
		}
		query += " where cast(q." + t.detailKey + " as text) in (" + strings.Join(marks, ", ") + ")"
	}
	found, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", t.detail, err)
	}
	for _, r := range found {
		id := textOf(r[t.detailKey])
		out[id] = append(out[id], r)
	}
	return out, nil
}

// columns asks for the names of a query's columns, without its rows.
func (s *Source) columns(ctx context.Context, name string) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, "select * from ("+s.queries[name]+"\n) q limit 0")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	return columns, rows.Err()
}

// query reads all rows of a query.
func (s *Source) query(ctx context.Context, query string, args ...any) ([]record, error) {
	rows, err := s.db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	var out []record
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		r := make(record, len(columns))
		for i, c := range columns {
			r[c] = plainValue(values[i])
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

// plainValue copies what a driver lends.
func plainValue(v any) any {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case sql.RawBytes:
		return string(v)
	default:
		return v
	}
}

// textOf is a value as an id or a text. A number that a file's reader made a decimal of ("17850.0") is whole again.
func textOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	default:
		return fmt.Sprint(v)
	}
}

// mark writes a cursor's value with its kind, so that it is compared as what it was; unmark reads it, and looks back a little where it is
// a time.
func mark(v any) string {
	switch v := v.(type) {
	case time.Time:
		return "t" + v.UTC().Format(time.RFC3339Nano)
	case int64:
		return "i" + strconv.FormatInt(v, 10)
	default:
		return "s" + textOf(v)
	}
}

func unmark(s string) any {
	switch s[0] {
	case 't':
		if t, err := time.Parse(time.RFC3339Nano, s[1:]); err == nil {
			return t.Add(-overlap)
		}
	case 'i':
		if n, err := strconv.ParseInt(s[1:], 10, 64); err == nil {
			return n
		}
	}
	return s[1:]
}

// trimQuery drops the semicolon that people put behind a query.
func trimQuery(q string) string {
	return strings.TrimRight(strings.TrimSpace(q), "; \t\r\n")
}
