// Package check turns the syntax of a project into the resolved, typed tree of lang/ir, or says what is wrong with it. Every
// mistake beyond syntax and structure is found here, all of them in one go and none of them twice: what follows from a mistake
// that was reported is not reported.
//
// The rules are language.md. Where that page is silent:
//
//   - What must be known when the project is compiled (an hour, a weight, a goal's time) is a literal, or anything made of
//     variables and locals that reads no customer, order, event or time.
//   - Of several events that are looked for together, some about the order and some not, all are taken as about the customer.
//   - A step, an await or an experiment can be read behind it only, and in a repeat from the second round on. since names a step
//     that lies on every path to the await.
//   - Behind a branch holds what holds on each of the ways that come out of it; where one way alone does, all that it showed.
//   - A fragment that no flow uses is checked by itself, as far as that is possible.
//   - A use sees the nodes around it, and its own first. What a use gives to a parameter may read whatever the place of the use can.
//   - A segment reads the customer, now, variables, locals and other segments, and no flow. So does an audience.
//   - A letter that asks for a review or offers a referral is marketing. The text of a variant is said in all languages or in none.
//   - How late a letter may go out is its waits added up, each at its longest; a date counts as at once.
package check

import (
	"fmt"
	"time"
	_ "time/tzdata" // a project compiles the same on a machine without zone files

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/calendar"
)

// Program checks a project, where reading it said what is in read. The list holds what is found here alone;
// the program is nil where one of the two has errors.
func Program(p *ast.Project, read diag.List) (*ir.Program, diag.List) {
	c := newChecker(p, read)
	c.settings()
	c.declare()
	c.define()
	c.flows()
	c.everywhere()
	diags := c.diags.Sorted()
	if diags.HasErrors() || read.HasErrors() {
		return nil, diags
	}
	return &c.out, diags
}

func newChecker(p *ast.Project, read diag.List) *checker {
	return &checker{project: p, doubts: doubtsOf(read),
		letters: map[string]*parsed{}, seen: map[diag.Diagnostic]bool{}, nameless: map[string]bool{},
		doubtful: map[doubt]diag.List{},
	}
}

// checker is one project on its way from syntax to the tree.
type checker struct {
	project *ast.Project
	world   *typing.World
	out     ir.Program
	diags   diag.List

	doubts     doubts
	flowBroken bool              // a part of the flow that is being checked was left out
	alone      bool              // a fragment is checked that no flow uses
	unclear    []map[string]bool // the first names in the conditions around here that are wrong
	quiet      int               // what is found is not reported
	seen       map[diag.Diagnostic]bool
	parts      int      // of all expressions so far
	looked     []extent // expressions, once for each time that they were typed
	doubtful   map[doubt]diag.List

	types       *expr.Types // with the attributes and events that the project declares
	zone        *time.Location
	enterWithin calendar.Span
	topics      map[string]*topic
	senders     map[string]*ast.Sender
	noSender    map[string]bool // the channels whose default was missed
	fragments   map[string]*ast.Fragment
	used        map[string]bool    // fragments that a use names
	unopened    bool               // a use was not looked into
	lostUse     bool               // a use names no fragment
	nameless    map[string]bool    // the kinds of what has a name that could not be read
	letters     map[string]*parsed // by path
	marketing   *diag.Range        // the first marketing letter
}

// report adds a diagnostic.
func (c *checker) report(code diag.Code, at diag.Range, format string, args ...any) {
	c.add(diag.List{diag.New(code, at, fmt.Sprintf(format, args...))})
}

// fix adds a diagnostic with the text that would mend the mistake, in the place of the range.
func (c *checker) fix(code diag.Code, at diag.Range, instead, format string, args ...any) {
	c.add(diag.List{diag.New(code, at, fmt.Sprintf(format, args...)).Instead(at, instead)})
}
