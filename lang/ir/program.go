// Package ir holds a checked project: the tree of its flows with every name resolved, every expression typed, every fragment
// put in its place and every constant read. check makes it from the syntax, lower reads it. Nothing in it can be wrong.
package ir

import (
	"time"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/letter"
	"github.com/flowc/flowc/schema/order"
)

// Program is a whole project. Its lists are in the order in which the files are read.
type Program struct {
	Settings   Settings
	Brand      Brand
	Senders    []Sender
	Topics     []Topic
	Pressure   Pressure
	Segments   []Segment
	Events     []*order.EventType // declared by the project
	Attributes []expr.Attribute   // declared by the project
	Runner     Runner
	Store      Secret // zero: the default, a file in the project's folder
	Journal    string // empty: the default, a file beside the store
	Sources    []Source
	Flows      []*Flow
}

// Settings are the project block.
type Settings struct {
	Name       string
	Timezone   string // an IANA name
	Zone       *time.Location
	Currencies []string // ISO 4217; the first one is the project's
	Locale     string
	BaseURL    string // https, without a slash at the end
}

// Brand is what the built-in layout of a letter shows.
type Brand struct {
	Name, Website, Logo, Accent, PostalAddress string
}

// Secret is a value as written, or the name of the environment variable that holds it: at most one of the two is set.
type Secret struct {
	Env     string
	Literal string
}

// IsZero is true where nothing was written.
func (s Secret) IsZero() bool { return s == Secret{} }

// Channel is what a sender sends by.
type Channel string

// The channels.
const (
	ByEmail   Channel = "email"
	ByWebhook Channel = "webhook"
)

// Sender is a way out. From, ReplyTo and SMTP are an email sender's, URL and Key a webhook's.
type Sender struct {
	Name          string
	Channel       Channel
	From, ReplyTo string
	SMTP          Secret
	URL, Key      Secret
}

// Topic is what a customer can agree to or refuse.
type Topic struct {
	Name      string
	Title     string
	Marketing bool
	OptOut    bool // marketing: who never chose is taken to have agreed
	// ImpliedFor ends that, so long after the last purchase; zero: it does not end.
	ImpliedFor calendar.Span
}

// Segment is a named condition over a customer.
type Segment struct {
	Name  string
	Title string
	Where expr.Expr // bool
}

// Runner says when the runner looks and how it delivers.
type Runner struct {
	Schedule    string // cron, five fields
	Connections int    // to a mail server at once
}

// SourceKind is what a source reads.
type SourceKind string

// The kinds of sources.
const (
	SourceSQL SourceKind = "sql"
	SourceCSV SourceKind = "csv"
)

// Source is an existing database or a set of files, mapped by one query a table.
type Source struct {
	Name   string
	Kind   SourceKind
	URL    Secret  // sql
	Files  string  // csv: a pattern, from the project's folder
	Zone   string  // csv: of times without an offset; an IANA name
	Tables []Table // in the order of the source
}

// Table is one table of the order store and the query that fills it.
type Table struct {
	Name  string
	File  string // from the project's folder
	Query string
	Range diag.Range // of the argument that names the file
}

// Flow is one flow.
type Flow struct {
	Name    string
	Title   string
	Owner   string
	Enabled bool
	Holdout int64 // the share of customers who get none of its marketing, in millionths
	Already Already
	Trigger Trigger
	Exits   []Exit // in the order of the file
	Goals   []Goal // in the order of the file
	Body    []Node
}

// OncePer says for what a trigger lets in at most once.
type OncePer string

// OnceSpan is once in the trigger's Again, for each customer.
const (
	OnceOrder    OncePer = "order"
	OnceCustomer OncePer = "customer"
	OnceEvent    OncePer = "event"
	OnceSpan     OncePer = "span"
	// OnceBelonging is each time of coming to belong to a segment.
	OnceBelonging OncePer = "belonging"
)

// Already says what becomes of somebody who is in a flow and would enter again.
type Already string

// The answers: both journeys go on, the new one does not begin, or the old one ends.
const (
	Parallel Already = "parallel"
	Ignore   Already = "ignore"
	Restart  Already = "restart"
)

// Trigger says who enters. Exactly one of Event, Schedule and Segment is set.
type Trigger struct {
	Event       *order.EventType
	AboutOrder  bool      // journeys have an order
	Each        string    // item or shipment: a journey for each of the order's; empty: one for all
	Where       expr.Expr // nil: always
	OncePer     OncePer   // of an Event
	Again       calendar.Span
	EnterWithin calendar.Span
	Schedule    string    // cron, in the project's zone
	Audience    expr.Expr // of a Schedule: bool over customer
	Segment     expr.Expr // on coming to belong: bool over customer
}

// About says whose events a match looks for.
type About int

// The answers. AsNamed is what holds where nothing is said: an event that names an order is about that order, and order.placed about the
// customer; the other two are what the file says.
const (
	AboutCustomer About = iota
	AboutOrder
	AsNamed
)

// Match says which events an exit, a goal or an await looks for.
type Match struct {
	Events []string
	About  About
	Where  expr.Expr // nil: any; reads event
}

// Exit ends a journey as soon as its event is known, or where When holds. Ordinal is its place in the file among the flow's exits and goals, from 0.
type Exit struct {
	Name    string
	Ordinal int
	Match   Match
	When    expr.Expr // nil: an exit on an event
}

// Goal is what success is. Ordinal is as an exit's.
type Goal struct {
	Name    string
	Ordinal int
	Match   Match
	Within  calendar.Span
	Ends    bool // reaching it ends the journey
}

// Letter is one message's text in one locale.
type Letter struct {
	Locale    string // empty: the project's own
	Subject   expr.Expr
	Preheader expr.Expr
	Doc       letter.Doc
	Holes     []expr.Expr
}
