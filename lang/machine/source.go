package machine

import "github.com/flowc/flowc/lang/expr/wire"

// SourceKind is sql or csv.
type SourceKind string

// The kinds of sources.
const (
	SourceSQL SourceKind = "sql"
	SourceCSV SourceKind = "csv"
)

// Source is an existing database, or a set of files, mapped by one query a table of the order store.
type Source struct {
	Name   string
	Kind   SourceKind
	URL    Secret // sql
	Files  string // csv: a pattern, from the project's folder
	Zone   string // csv: of times without an offset; an IANA name
	Tables []Table
}

// Table is one table of the order store and the query that fills it.
type Table struct {
	Name  string // customers, orders, order_items, …
	Query string
}

func (c *codec) source(s *Source) {
	c.Object(func() {
		c.text("name", &s.Name)
		c.text("kind", (*string)(&s.Kind))
		c.secret("url", &s.URL)
		c.text("files", &s.Files)
		c.text("zone", &s.Zone)
		wire.Some(c.Coder, "tables", &s.Tables, func(t *Table) {
			c.Object(func() {
				c.text("name", &t.Name)
				c.text("query", &t.Query)
			})
		})
	})
}

func (v *validator) sources() {
	sortedBy(v, "sources", v.p.Sources, func(s Source) string { return s.Name })
	for _, s := range v.p.Sources {
		v.need(s.Name != "", "a source has no name")
		v.need(s.Kind == SourceSQL || s.Kind == SourceCSV, "source %q: no kind %q", s.Name, s.Kind)
		sortedBy(v, "tables of source "+s.Name, s.Tables, func(t Table) string { return t.Name })
	}
}
