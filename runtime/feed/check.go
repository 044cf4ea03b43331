package feed

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Trouble is what Check says is wrong with a query.
type Trouble int

// The troubles: the query cannot be run; a column that is needed is not there; one that is there means nothing; a value cannot be read.
const (
	CannotRun Trouble = iota
	MissingColumn
	UnknownColumn
	UnreadableValue
)

// Problem is one thing that is wrong with a source's query.
type Problem struct {
	Table   string
	Trouble Trouble
	Column  string
	Known   []string // the columns that the table knows, for the nearest name
	Detail  string   // the database's words, or the value and why
}

// checkRows is how many rows of a query are read to see whether their values can be.
const checkRows = 200

// Check asks the database about each query: whether it can be run, which columns it has, and whether its first rows can be read.
func (s *Source) Check(ctx context.Context) ([]Problem, error) {
	if err := s.refresh(ctx); err != nil {
		return nil, err
	}
	var out []Problem
	for _, t := range tables {
		if s.queries[t.name] != "" {
			out = append(out, s.checkTable(ctx, t)...)
		}
	}
	return out, nil
}

func (s *Source) checkTable(ctx context.Context, t *table) (out []Problem) {
	known := append(slices.Clone(t.required), t.optional...)
	columns, err := s.columns(ctx, t.name)
	if err != nil {
		return []Problem{{Table: t.name, Trouble: CannotRun, Detail: err.Error()}}
	}
	for _, c := range t.required {
		if !slices.Contains(columns, c) {
			out = append(out, Problem{Table: t.name, Trouble: MissingColumn, Column: c, Known: known})
		}
	}
	for _, c := range columns {
		if !slices.Contains(known, c) {
			out = append(out, Problem{Table: t.name, Trouble: UnknownColumn, Column: c, Known: known})
		}
	}
	if len(out) > 0 {
		return out
	}
	records, err := s.query(ctx, fmt.Sprintf("select * from (%s\n) q limit %d", s.queries[t.name], checkRows))
	if err != nil {
		return []Problem{{Table: t.name, Trouble: CannotRun, Detail: err.Error()}}
	}
	for _, r := range records {
		m := &mapper{source: s, record: r, currency: s.opt.Currency}
		if t.name == "order_items" {
			m.id("order_id")
			m.item("order", 1)
		} else {
			t.lines(m, nil)
		}
		if m.err != nil {
			column, _, _ := strings.Cut(strings.TrimPrefix(m.err.Error(), "column "), ":")
			out = append(out, Problem{Table: t.name, Trouble: UnreadableValue, Column: column, Detail: m.err.Error()})
			break
		}
	}
	return out
}
