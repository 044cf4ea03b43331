// Package typing turns an expression of HCL's syntax tree into a typed, resolved expr.Expr, or says what is wrong with it.
// HCL's own evaluation is not used: with unknown values it takes `total == "5"` for true or false, and it drops a misspelt name
// behind `&&`. Here every name is looked up and every type is proved, in both arms of a conditional and on both sides of an
// operator, and all mistakes of one expression are reported at once.
//
// The rules are language.md, "Expressions". Where that page is silent:
//
//   - A literal takes the type that its place asks for: "7d" is a duration where one is wanted or compared, "2026-03-01" (the
//     first instant of that day in the project's zone) or "2026-03-01T09:00:00+01:00" a timestamp, "https://…" an address, and
//     a bare number an amount in the project's one currency. Nothing else is converted.
//   - Amounts are added to and subtracted from amounts, and multiplied and divided by numbers; one amount by another is a
//     number. What may not be of one currency may be absent, and so may what is divided by anything but a literal. Texts are
//     not added: they are put into one another with "${…}". Timestamps move by after(), before() and ago() only.
//   - `<`, `<=`, `>` and `>=` compare numbers, amounts, timestamps and durations (a month as 30 days); `==` and `!=` also texts,
//     addresses and booleans.
//   - A comparison that holds narrows too: what equals or exceeds something is not absent. So do contains(), startswith() and
//     endswith() for what they look at, and `step.x.clicked` for `step.x.sent_at`.
//   - A for-expression over an absent list is absent. `list[*].field` is short for `[for x in list : x.field]`.
//   - A flow or a topic in a count's arguments is named as everywhere (`topic = topic.reviews`) or by a literal name.
//   - An object is written in the body of a webhook and as the argument of a count or of money() only.
package typing

import (
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// World is what the whole project declares; there is one for all of its expressions. It is read only while something is checked.
type World struct {
	Currencies []string       // ISO 4217; the first one is the project's
	Locale     string         // BCP 47
	Zone       *time.Location // the project's, for dates without an hour; nil is UTC

	Segments  map[string]*Segment
	Events    map[string]*order.EventType // built in and declared, by name
	Open      map[string]bool             // the names of event types of which a part could not be read: what they seem to lack may be there
	Variables map[string]expr.Expr        // constants; nil for one that is declared and wrong
	// Locals are checked where they are used, with the roots and nodes of that place.
	Locals map[string]hclsyntax.Expression

	Flows, Topics, Senders []string
}

// Segment is a declared segment. Body is nil while it is not yet checked, or wrong: references to it are good all the same.
type Segment struct {
	Title string
	Body  expr.Expr
}

// Node is a named part of a flow that an expression may read.
type Node struct {
	Kind     expr.NodeKind
	Name     string            // as an expression writes it after the kind; dots through a use
	Address  string            // inside its flow; what expr.Node.Name becomes
	Event    *facts.ObjectType // of a goal or an await: what its event field reads
	Variants []string          // of an experiment, or of the step's experiment
	Sure     bool              // it lies on every path to here, else people may come here without having passed it
}

// Want is what a place asks of its expression. The zero Kind takes anything.
type Want struct {
	Kind     facts.Kind
	Nullable bool       // it may be absent; of a list: it or its elements
	Elem     facts.Kind // of a list; zero: any
	For      string     // the place in words, "the condition of the trigger"
	Example  string     // how a text for the place is written, with its quotes; may be empty
}
