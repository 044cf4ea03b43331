// Package expr holds the language's expressions as closed, typed trees: every name is resolved and every type proved by the
// checker, so evaluating one has no error result. Two back ends mean the same: Compile makes closures over facts, SQL makes
// text for the database. Trees are plain data with a JSON form. No HCL is in here.
package expr

import "github.com/flowc/flowc/schema/facts"

// Expr is one expression: *Lit, *Root, *Field, *Index, *Node, *Local, *Unary, *Binary, *Cond, *For, *Call, *Count, *Template,
// *ListLit, *ObjectLit or *Segment.
//
//sumtype:decl
type Expr interface {
	// Type is what the expression answers.
	Type() facts.Type
	expr()
}

// RootName is a value that an expression starts from.
type RootName string

// The roots. RootLinks is read in letters only; RootItem is also the element of `::: items`.
const (
	RootCustomer RootName = "customer"
	RootOrder    RootName = "order"
	RootItem     RootName = "item"
	RootShipment RootName = "shipment"
	RootTrigger  RootName = "trigger"
	RootEvent    RootName = "event"
	RootNow      RootName = "now"
	RootLinks    RootName = "links"
)

// NodeKind is the kind of a named part of a flow that an expression reads.
type NodeKind string

// The kinds of nodes. A NodeFlow has the one field `active`.
const (
	NodeGoal       NodeKind = "goal"
	NodeAwait      NodeKind = "await"
	NodeStep       NodeKind = "step"
	NodeExperiment NodeKind = "experiment"
	NodeFlow       NodeKind = "flow"
)

type (
	// Lit is a constant. Its value is absent for null.
	Lit struct {
		Value facts.Value
		T     facts.Type
	}
	// Root is a starting point.
	Root struct {
		Name RootName
		T    facts.Type
	}
	// Field reads a field of an object; absent where the object is.
	Field struct {
		Of    Expr
		Field *facts.Field
		T     facts.Type // the field's type, nullable where the object may be absent, after narrowing
	}
	// Index reads an element of a list, from 0; absent outside of it.
	Index struct {
		Of Expr
		At Expr
		T  facts.Type
	}
	// Node reads what the journey knows of a node of its flow: goal.x.reached, await.x.event, step.x.sent_at, experiment.x.variant,
	// flow.x.active. Name is the node's address inside the flow ("first.review" through a use).
	Node struct {
		Kind  NodeKind
		Name  string
		Field string // reached, happened, at, event, sent, sent_at, skipped, variant, clicked, active
		T     facts.Type
	}
	// Local reads a variable of an enclosing For, by its slot.
	Local struct {
		Slot int
		Name string // as written, for String
		T    facts.Type
	}
	// Unary is !x or -x.
	Unary struct {
		Op Op
		X  Expr
	}
	// Binary is x op y. && and || stop early. Comparisons answer true or false whatever is absent (language.md, "Expressions").
	Binary struct {
		Op         Op
		X, Y       Expr
		Currencies []string // of a comparison of money: the project's currencies; others equal and exceed nothing
		T          facts.Type
	}
	// Cond is when ? then : else.
	Cond struct {
		When, Then, Else Expr
		T                facts.Type
	}
	// For is [for x in over : each if where]. Each is nil for the element itself; Where is nil for all.
	For struct {
		Over  Expr
		Slot  int
		Name  string
		Where Expr
		Each  Expr
		T     facts.Type
	}
	// Call is a function of the table in funcs.go.
	Call struct {
		Func Func
		Args []Expr
		T    facts.Type
	}
	// Count counts in the customer's own history: orders_placed, items_bought, reviews_written, messages_sent, events.
	Count struct {
		What  CountWhat
		Args  []CountArg // in the order of their names
		Where Expr       // events only: reads RootEvent
	}
	// Template is text with expressions in it; each part is of kind string, url or number.
	Template struct{ Parts []Expr }
	// ListLit is [a, b].
	ListLit struct {
		Elems []Expr
		T     facts.Type
	}
	// ObjectLit is { a = x }, for the body of a webhook and money({…}).
	ObjectLit struct {
		Names []string
		Elems []Expr
		T     facts.Type
	}
	// Segment is a segment's condition by its name.
	Segment struct {
		Name string
		Body Expr
	}
)

// CountArg is one argument of a count.
type CountArg struct {
	Name  string // within, min_total, channel, category, product, brand, sku, tag, min_rating, flow, topic, type
	Value Expr
}

// CountWhat names what is counted.
type CountWhat string

// The counts of language.md.
const (
	OrdersPlaced    CountWhat = "orders_placed"
	ItemsBought     CountWhat = "items_bought"
	ReviewsWritten  CountWhat = "reviews_written"
	MessagesSent    CountWhat = "messages_sent"
	MessagesClicked CountWhat = "messages_clicked"
	EventsSeen      CountWhat = "events"
)

// Op is an operator, as written.
type Op string

// The operators.
const (
	Not Op = "!"
	Neg Op = "-"
	And Op = "&&"
	Or  Op = "||"
	Eq  Op = "=="
	Ne  Op = "!="
	Lt  Op = "<"
	Le  Op = "<="
	Gt  Op = ">"
	Ge  Op = ">="
	Add Op = "+"
	Sub Op = "-"
	Mul Op = "*"
	Div Op = "/"
	Mod Op = "%"
)

func (x *Lit) Type() facts.Type     { return x.T }
func (x *Root) Type() facts.Type    { return x.T }
func (x *Field) Type() facts.Type   { return x.T }
func (x *Index) Type() facts.Type   { return x.T }
func (x *Node) Type() facts.Type    { return x.T }
func (x *Local) Type() facts.Type   { return x.T }
func (x *Binary) Type() facts.Type  { return x.T }
func (x *Cond) Type() facts.Type    { return x.T }
func (x *For) Type() facts.Type     { return x.T }
func (x *Call) Type() facts.Type    { return x.T }
func (x *ListLit) Type() facts.Type { return x.T }

// Type of !x is bool, of -x that of x.
func (x *Unary) Type() facts.Type {
	if x.Op == Not {
		return facts.Of(facts.Bool)
	}
	return x.X.Type()
}

// Type of a count is number.
func (x *Count) Type() facts.Type { return facts.Of(facts.Number) }

// Type of a template is string.
func (x *Template) Type() facts.Type { return facts.Of(facts.String) }

// Type of an object literal is object, or money for the amounts of money({…}).
func (x *ObjectLit) Type() facts.Type { return x.T }

// Type of a segment is bool.
func (x *Segment) Type() facts.Type { return facts.Of(facts.Bool) }

func (*Lit) expr()       {}
func (*Root) expr()      {}
func (*Field) expr()     {}
func (*Index) expr()     {}
func (*Node) expr()      {}
func (*Local) expr()     {}
func (*Unary) expr()     {}
func (*Binary) expr()    {}
func (*Cond) expr()      {}
func (*For) expr()       {}
func (*Call) expr()      {}
func (*Count) expr()     {}
func (*Template) expr()  {}
func (*ListLit) expr()   {}
func (*ObjectLit) expr() {}
func (*Segment) expr()   {}
