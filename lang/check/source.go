package check

import (
	"path"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/ir"
)

// source checks where customers and orders come from. The queries are looked at when a project is validated with its sources.
func (c *checker) source(s *ast.Source) {
	scope := c.world.Scope()
	out := ir.Source{Name: s.Name.Name}
	switch s.Kind.Name {
	case "sql":
		out.Kind = ir.SourceSQL
		out.URL = c.secret(s.URL, "the database's address", databaseProblem)
	case "csv":
		out.Kind = ir.SourceCSV
		out.Zone = c.out.Settings.Timezone
		if files, ok := c.text(scope, s.Files, "the files"); ok {
			out.Files = c.pattern(s.Files, files)
		}
		if name, _, ok := c.timezone(scope, s.Timezone, "the source's time zone"); ok {
			out.Zone = name
		}
	default:
		panic("this is a bug in flowc: a source of an unknown kind")
	}
	given := map[string]bool{}
	for _, t := range s.Tables {
		given[t.Name] = true
		name, ok := c.text(scope, t, "the query's file")
		if !ok {
			continue
		}
		query, file, problem := c.project.ReadBeside(t.Range.File, name, t.Range)
		if problem != nil {
			c.add(diag.List{*problem})
			continue
		}
		if strings.TrimSpace(string(query)) == "" {
			c.report("F0808", t.Range, "The file %s is empty, so it asks for nothing. Write the query that makes the rows of %s.", file, t.Name)
		}
		out.Tables = append(out.Tables, ir.Table{Name: t.Name, File: file, Query: string(query), Range: t.Range})
	}
	for _, needed := range []string{"customers", "orders"} {
		if !given[needed] && c.complete(&s.Block) {
			c.report("F0809", s.Header, "This source has no %s. Write %s = \"sql/%s.sql\", a query that makes the rows of that table; customers and orders are needed, the other tables are not.", needed, needed, needed)
		}
	}
	c.out.Sources = append(c.out.Sources, out)
}

// pattern is a pattern of files from the project's folder, which it does not leave.
func (c *checker) pattern(a *ast.Arg, files string) string {
	full := path.Join(path.Dir(a.Range.File), files)
	_, err := path.Match(files, "")
	switch {
	case err != nil:
		c.report("F0810", a.Range, "%s cannot be read as the names of files: a bracket in it is not closed. Write * for any part of a name, such as \"till/*.csv\".", quoted(files))
	case path.IsAbs(files) || strings.Contains(files, "\\") || full == ".." || strings.HasPrefix(full, "../"):
		c.report("F0810", a.Range, "%s leaves the project's folder. Name files inside of it, with / between folders.", quoted(files))
	}
	return full
}
