package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // PostgreSQL for sources

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/feed"
	"github.com/flowc/flowc/schema/language"
	"github.com/flowc/flowc/schema/order"
)

// openSources opens the sources of a program; addresses come from the environment now.
func (c *command) openSources(program *engine.Program) (sources []*feed.Source, err error) {
	for _, spec := range program.Sources {
		s, err := c.openSource(spec, program.Project.Currencies[0])
		if err != nil {
			for _, opened := range sources {
				err = errors.Join(err, opened.Close())
			}
			return nil, err
		}
		sources = append(sources, s)
	}
	return sources, nil
}

func (c *command) openSource(spec machine.Source, currency string) (*feed.Source, error) {
	opt := feed.SourceOptions{Open: c.openDatabase, Scratch: scratchDatabase, Dir: c.project, Currency: currency}
	if spec.Kind == machine.SourceSQL {
		var err error
		if opt.URL, err = c.secret(spec.URL, fmt.Sprintf("source %q", spec.Name)); err != nil {
			return nil, err
		}
	}
	return feed.OpenSource(spec, opt)
}

// readSources adds all that the sources of a program hold.
func (c *command) readSources(ctx context.Context, program *engine.Program, in *input) error {
	if len(program.Sources) == 0 {
		return errors.New("the project has no source block to read")
	}
	sources, err := c.openSources(program)
	if err != nil {
		return err
	}
	for _, s := range sources {
		err = errors.Join(err, s.Lines(ctx, func(row string, lines []*order.Line, err error) error {
			o := origin{file: s.Name, row: row}
			if err != nil {
				in.refused = append(in.refused, refusal{o, err.Error()})
			}
			for _, line := range lines {
				in.lines, in.origins = append(in.lines, line), append(in.origins, o)
			}
			return nil
		}), s.Close())
	}
	return err
}

// openDatabase opens an existing database, read only.
func (c *command) openDatabase(address string) (*sql.DB, error) {
	path, isSQLite := strings.CutPrefix(address, "sqlite:")
	if !isSQLite {
		if !strings.HasPrefix(address, "postgres://") && !strings.HasPrefix(address, "postgresql://") {
			return nil, errors.New("a database is written sqlite:FILE or postgres://…")
		}
		u, err := url.Parse(address)
		if err != nil {
			return nil, errors.New("the address of the database cannot be read") // its text may hold a password
		}
		q := u.Query()
		q.Set("default_transaction_read_only", "on")
		u.RawQuery = q.Encode()
		return sql.Open("pgx", u.String())
	}
	path = strings.TrimPrefix(path, "//")
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.project, path)
	}
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	uri := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: "mode=ro&_query_only=1&_busy_timeout=5000"}
	return sql.Open("sqlite3", uri.String())
}

// scratchDatabase is an empty database in a file that is nobody else's; SQLite drops it with its connection.
func scratchDatabase() (*sql.DB, error) {
	db, err := sql.Open("sqlite3", "file:?_synchronous=OFF&_journal_mode=OFF")
	if err == nil {
		db.SetMaxOpenConns(1) // each connection would have a database of its own
	}
	return db, err
}

// checkSources asks the databases and files about the queries of the project.
func (c *command) checkSources(ctx context.Context, files fs.FS) (list diag.List, err error) {
	result := lang.Compile(files)
	for _, spec := range result.Program.Sources {
		source, err := c.openSource(spec, result.Program.Project.Currencies[0])
		if err != nil {
			return nil, err
		}
		problems, err := source.Check(ctx)
		if err := errors.Join(err, source.Close()); err != nil {
			return nil, err
		}
		for _, p := range problems {
			list = append(list, sourceDiagnostic(result.Feeds, spec.Name, p))
		}
	}
	return list, nil
}

// sourceDiagnostic says at the argument that names the query what is wrong with it.
func sourceDiagnostic(feeds []ir.Source, source string, p feed.Problem) diag.Diagnostic {
	var table ir.Table
	for _, f := range feeds {
		for _, t := range f.Tables {
			if f.Name == source && t.Name == p.Table {
				table = t
			}
		}
	}
	switch p.Trouble {
	case feed.CannotRun:
		return diag.New("F0811", table.Range, fmt.Sprintf("The database does not take %s. It says: %s.", table.File, strings.TrimSuffix(p.Detail, ".")))
	case feed.MissingColumn:
		return diag.New("F0812", table.Range, fmt.Sprintf("%s has no column %s, which every row of %s needs. Add it to the query: select … as %s.", table.File, p.Column, p.Table, p.Column))
	case feed.UnknownColumn:
		detail := fmt.Sprintf("%s has a column %s, which %s does not know.", table.File, p.Column, p.Table)
		if near, ok := language.Nearest(p.Column, p.Known); ok {
			detail += fmt.Sprintf(" Did you mean %s?", near)
		} else {
			detail += " Its columns are " + strings.Join(p.Known, ", ") + "."
		}
		return diag.New("F0813", table.Range, detail)
	case feed.UnreadableValue:
		return diag.New("F0814", table.Range, fmt.Sprintf("A row of %s cannot be read: %s.", table.File, strings.TrimSuffix(p.Detail, ".")))
	default:
		panic("this is a bug in flowc: a problem of an unknown kind")
	}
}
