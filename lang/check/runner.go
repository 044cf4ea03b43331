package check

import (
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/schema/calendar"
)

// What holds where a project says nothing (language.md, "A project").
const (
	scheduleDefault    = "* * * * *"
	connectionsDefault = 8
	enterWithinDays    = 3
)

// connectionsMax is what a mail server of one's own takes; others refuse far fewer.
const connectionsMax = 64

func (c *checker) runner() {
	c.out.Runner = ir.Runner{Schedule: scheduleDefault, Connections: connectionsDefault}
	r := c.project.Runner
	if r == nil {
		return
	}
	s := c.world.Scope()
	if spec, ok := c.text(s, r.Schedule, "the runner's schedule"); ok {
		if problem := cronProblem(spec); problem != "" {
			c.report("F0504", r.Schedule.Range, "%s", problem)
		} else {
			c.out.Runner.Schedule = strings.Join(strings.Fields(spec), " ")
		}
	}
	if n, ok := c.whole(s, r.Connections, 1, connectionsMax, "the connections"); ok {
		c.out.Runner.Connections = n
	}
	if r.Journal != nil {
		c.out.Journal, _ = c.text(s, r.Journal, "the send journal's file")
	}
}

func (c *checker) defaults() {
	c.enterWithin = calendar.Span{Days: enterWithinDays}
	if d := c.project.Defaults; d != nil {
		if span, ok := c.span(c.world.Scope(), d.EnterWithin, "entering"); ok {
			c.enterWithin = span
		}
	}
}

// Store is where a project's store block says that everything is kept, of a project of which perhaps not all files were read. It is not
// ok where that cannot be told from these files.
func Store(p *ast.Project) (at ir.Secret, ok bool) {
	c := newChecker(p, nil)
	c.settings()
	c.declare()
	c.store()
	return c.out.Store, c.out.Store != (ir.Secret{})
}

func (c *checker) store() {
	if s := c.project.Store; s != nil {
		c.out.Store = c.secret(s.URL, "the store's address", databaseProblem)
	}
}

// databaseProblem says what is wrong with the address of a database.
func databaseProblem(text string) string {
	if file, ok := strings.CutPrefix(text, "sqlite:"); ok {
		if file == "" {
			return "After sqlite: stands the database's file, such as \"sqlite:flowc.db\"."
		}
		return ""
	}
	for _, scheme := range []string{"postgres://", "postgresql://"} {
		if rest, ok := strings.CutPrefix(text, scheme); ok {
			if rest == "" {
				return "After " + scheme + " stands the server and the database's name."
			}
			return ""
		}
	}
	return quotedUnlessSecret(text) + " is no database. Write sqlite:FILE, or postgres://USER@HOST/NAME."
}
