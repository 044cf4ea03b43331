// Package machine holds a compiled project as plain data: a program of state machines. It is what lower makes, what the store
// keeps, and all that the engine knows of a project. It has a versioned JSON form and a fingerprint.
//
// The form is canonical (package wire): one object, {"format":1,"project":{…},…}, whose members have the names and the order of the
// fields of Program, in lower case with underscores, and are left out where they are zero. States, blocks and inlines are arrays that
// begin with their kind; expressions have the form of package expr, in which a segment is its name, so that each segment is there once.
// Equal programs have equal bytes, and Decode takes no other bytes. A change that gives old bytes another meaning, or makes them
// unreadable, is a new Format.
package machine

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/letter"
)

// Format is the version of the JSON form.
const Format = 1

// Program is a whole project, compiled. Its lists are sorted by name, so that files and their order leave no trace.
type Program struct {
	Format   int
	Project  Project
	Brand    Brand
	Senders  []Sender
	Sources  []Source
	Topics   []Topic
	Pressure Pressure
	Segments []Segment
	Events   []EventType
	Runner   Runner
	Machines []*Machine
	// Attributes are what the project declares of customers, orders and products, by object and name.
	Attributes []expr.Attribute
}

// Project is the project block.
type Project struct {
	Name       string
	Timezone   string // an IANA name
	Currencies []string
	Locale     string
	BaseURL    string
}

// Brand is what the built-in layout of a letter shows.
type Brand struct {
	Name, Website, Logo, Accent, PostalAddress string
}

// Secret is a value as written, or the name of the environment variable that holds it. The variable's content is never in a program.
type Secret struct {
	Env     string `json:",omitempty"`
	Literal string `json:",omitempty"`
}

// Sender is a way out.
type Sender struct {
	Name          string
	Kind          SenderKind
	From, ReplyTo string // email
	SMTP          Secret // email: smtp://…, smtps://…, file:FOLDER
	URL, Key      Secret // webhook: the address and the signing secret
}

// SenderKind is email or webhook.
type SenderKind string

// The kinds of senders.
const (
	SenderEmail   SenderKind = "email"
	SenderWebhook SenderKind = "webhook"
)

// Topic is what a message is about; consent is given and taken by topic.
type Topic struct {
	Name      string
	Title     string
	Marketing bool
	OptOut    bool // marketing: who never chose is taken to have agreed
	// ImpliedFor ends that, so long after the last purchase; zero: it does not end.
	ImpliedFor facts.Span
}

// Segment is a named set of customers.
type Segment struct {
	Name  string
	Title string
	Where expr.Expr
}

// EventType is a type of event that the project declares.
type EventType struct {
	Name       string
	AboutOrder bool
	Properties []Property
}

// Property is one property of a declared event.
type Property struct {
	Name string
	Kind facts.Kind
}

// Runner is the runner block.
type Runner struct {
	Schedule    string // cron
	Connections int    // to a mail server at once
}

// Body is a compiled letter: the tree, and the expression of each of its holes.
type Body struct {
	Doc   letter.Doc
	Holes []expr.Expr
}

// Machine is one flow as a state machine.
type Machine struct {
	Flow    string
	Title   string
	Owner   string
	Enabled bool
	Holdout int64   // the share of customers who get none of its marketing, in millionths
	Already Already // empty: what AlreadyIn says
	Trigger Trigger
	Exits   []Exit // in the order of the file
	Goals   []Goal // in the order of the file
	First   Name   // the state in which a journey begins; empty: the flow has no body
	States  []State
	Origins map[Name]Origin // not part of the fingerprint

	byName map[Name]State
}

// Origin is where a state stands in the source.
type Origin struct {
	File string
	Line int
}

// Once says for what a trigger lets in at most once.
type Once string

// OnceSpan is once in the trigger's Again, for each customer.
const (
	OnceOrder    Once = "order"
	OnceCustomer Once = "customer"
	OnceEvent    Once = "event"
	OnceSpan     Once = "span"
	// OnceBelonging is each time of coming to belong to a segment.
	OnceBelonging Once = "belonging"
)

// About says which events of a type concern a journey.
type About string

// AboutOrder: events that name another order than the journey's are not looked at, and order.placed never is, since the journey's own has
// been. AboutCustomer: whatever order they name. AsNamed is AboutOrder, but that order.placed is about the customer: a later order. An event
// that names no order concerns all of the customer's journeys.
const (
	AboutOrder    About = "order"
	AboutCustomer About = "customer"
	AsNamed       About = "named"
)

// Already says what becomes of somebody who is in a flow and would enter again.
type Already string

// The answers: both journeys go on, the new one does not begin, or the old one ends as `restarted`.
const (
	Parallel Already = "parallel"
	Ignore   Already = "ignore"
	Restart  Already = "restart"
)

// AlreadyIn is what becomes of somebody who is in the flow and would enter again: what the file says, else parallel where each order or
// event counts, and ignore elsewhere.
func (m *Machine) AlreadyIn() Already {
	switch {
	case m.Already != "":
		return m.Already
	case m.Trigger.OncePer == OnceOrder || m.Trigger.OncePer == OnceEvent:
		return Parallel
	default:
		return Ignore
	}
}

// Trigger says who enters. Exactly one of Event, Schedule and Segment is set.
type Trigger struct {
	Event       string
	AboutOrder  bool      // the event is about an order: journeys have one
	Each        string    // item or shipment: a journey for each of the order's; empty: one for all
	Where       expr.Expr // nil: always
	OncePer     Once      // for an Event
	Again       facts.Span
	EnterWithin facts.Span
	Schedule    string    // cron, in the project's zone
	Audience    expr.Expr // of a Schedule: over customer
	Segment     expr.Expr // on coming to belong: over customer
}

// Match says which events a goal, an exit or an await looks for.
type Match struct {
	Events []string
	About  About
	Where  expr.Expr // nil: any; reads event
}

// Exit ends a journey as soon as its event is known, or where When holds: Match is empty then.
type Exit struct {
	Name    string
	Ordinal int // its place in the flow among exits and goals: of several met at once the first is the reason
	Match   Match
	When    expr.Expr // nil: an exit on an event
}

// Goal is what success is. Ends: reaching it ends the journey.
type Goal struct {
	Name    string
	Ordinal int // as an exit's
	Match   Match
	Within  facts.Span // of entering, inclusive
	Ends    bool
}
