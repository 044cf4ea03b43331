package feed

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// SourceOptions are what a source needs of its surroundings.
type SourceOptions struct {
	// Open opens a database, read only: sqlite:FILE or postgres://…
	Open func(address string) (*sql.DB, error)
	// Scratch opens an empty SQLite database for the rows of files; it is gone when it is closed.
	Scratch  func() (*sql.DB, error)
	URL      string // of a sql source: its address, read from the environment
	Dir      string // the project's folder, from which files are found
	Currency string // the project's first: of amounts that name none
}

// Source is an existing database, or a set of files, read by one query a table.
type Source struct {
	Name string

	spec    machine.Source
	opt     SourceOptions
	zone    *time.Location
	db      *sql.DB
	files   *fileSet // csv only
	queries map[string]string
}

// OpenSource opens a source. Nothing is read yet.
func OpenSource(spec machine.Source, opt SourceOptions) (*Source, error) {
	s := &Source{Name: spec.Name, spec: spec, opt: opt, zone: time.UTC, queries: map[string]string{}}
	for _, t := range spec.Tables {
		s.queries[t.Name] = trimQuery(t.Query)
	}
	var err error
	switch spec.Kind {
	case machine.SourceSQL:
		s.db, err = opt.Open(opt.URL)
	case machine.SourceCSV:
		if spec.Zone != "" {
			if s.zone, err = time.LoadLocation(spec.Zone); err != nil {
				return nil, err
			}
		}
		if s.db, err = opt.Scratch(); err == nil {
			s.files = &fileSet{dir: opt.Dir, pattern: spec.Files}
		}
	default:
		panic("this is a bug in flowc: a source of the kind " + string(spec.Kind))
	}
	if err != nil {
		return nil, fmt.Errorf("open the source %q: %w", spec.Name, err)
	}
	return s, nil
}

// Close lets the database go.
func (s *Source) Close() error { return s.db.Close() }

// Pulled counts what a pull took.
type Pulled struct{ Lines, Repeated, Refused int }

// pullBatch bounds the rows of one transaction of the store, and of one query of the source.
const pullBatch = 500

// Pull reads what is new or changed since the last time into the store. A row that cannot be taken is counted and passed over; report,
// if not nil, is told which and why.
func (s *Source) Pull(ctx context.Context, st store.Store, opt store.ImportOptions, report func(row string, why error)) (Pulled, error) {
	var total Pulled
	opt.Snapshot = true
	if err := s.refresh(ctx); err != nil {
		return total, err
	}
	for _, table := range tables {
		if s.queries[table.name] == "" {
			continue
		}
		for {
			n, err := s.pullPage(ctx, st, opt, table, &total, report)
			if err != nil {
				return total, fmt.Errorf("source %q, %s: %w", s.Name, table.name, err)
			}
			if n < pullBatch {
				break
			}
		}
	}
	return total, nil
}

// pullPage takes one page of a table, and moves its cursor in the same transaction.
func (s *Source) pullPage(ctx context.Context, st store.Store, opt store.ImportOptions, table *table, total *Pulled, report func(string, error)) (rows int, err error) {
	var cursor store.Cursor
	err = st.Write(ctx, func(tx store.Tx) error {
		cursor, err = tx.Cursor(ctx, s.Name, table.name)
		return err
	})
	if err != nil {
		return 0, err
	}
	page, err := s.page(ctx, table, cursor, pullBatch)
	if err != nil {
		return 0, err
	}
	err = st.Write(ctx, func(tx store.Tx) error {
		var did Pulled
		for _, row := range page.rows {
			if row.err != nil {
				did.Refused++
				tell(report, row.key, row.err)
				continue
			}
			for _, line := range row.lines {
				taken, err := tx.Import(ctx, line, opt)
				var refused *store.Refused
				switch {
				case errors.As(err, &refused):
					did.Refused++
					tell(report, row.key, refused)
				case err != nil:
					return err
				case taken.Repeated:
					did.Repeated++
				default:
					did.Lines++
				}
			}
		}
		if page.incremental && len(page.rows) > 0 {
			if err := tx.SetCursor(ctx, s.Name, table.name, page.cursor); err != nil {
				return err
			}
		}
		total.Lines += did.Lines
		total.Repeated += did.Repeated
		total.Refused += did.Refused
		return nil
	})
	if !page.incremental {
		return 0, err // the whole table was one page
	}
	return len(page.rows), err
}

func tell(report func(string, error), row string, why error) {
	if report != nil {
		report(row, why)
	}
}

// Lines reads the whole source as lines, in the order of its tables, for a simulation. yield gets a row's lines or its error.
func (s *Source) Lines(ctx context.Context, yield func(row string, lines []*order.Line, err error) error) error {
	if err := s.refresh(ctx); err != nil {
		return err
	}
	for _, table := range tables {
		if s.queries[table.name] == "" {
			continue
		}
		page, err := s.page(ctx, table, store.Cursor{}, 0)
		if err != nil {
			return fmt.Errorf("source %q, %s: %w", s.Name, table.name, err)
		}
		for _, row := range page.rows {
			if err := yield(row.key, row.lines, row.err); err != nil {
				return err
			}
		}
	}
	return nil
}

// refresh loads files that are new or changed into the table `rows`.
func (s *Source) refresh(ctx context.Context) error {
	if s.files == nil {
		return nil
	}
	if err := s.files.load(ctx, s.db); err != nil {
		return fmt.Errorf("source %q: %w", s.Name, err)
	}
	return nil
}
