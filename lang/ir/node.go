package ir

import (
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/calendar"
)

// Node is one construct of a flow's body, in the order of the source: *Step, *Delay, *Await, *Branch, *Experiment, *Repeat,
// *Use or *End.
//
//sumtype:decl
type Node interface {
	// At is where the node stands.
	At() Place
	node()
}

// Place is where a node stands: its address inside the flow ("ask_review", "first.review" through a use; empty for an end),
// and its header in the source.
type Place struct {
	Address string
	Range   diag.Range
}

// At is the place itself, so that a node that holds one has it.
func (p Place) At() Place { return p }

// Step is one act.
type Step struct {
	Place
	When expr.Expr // nil: always
	Act  Act

	// Of a letter: zero StaleAfter is the project's; who has the higher Priority goes first under a cap.
	StaleAfter calendar.Span
	Priority   int
}

// Act is *Email, *Webhook or *Update.
//
//sumtype:decl
type Act interface{ act() }

// Email is a letter to the customer. Letters[0] is that of the project's own locale.
type Email struct {
	Topic   string
	Sender  string
	Resend  bool // a letter of which nobody knows whether it arrived is sent once more
	Letters []Letter
	Test    *LetterTest // nil: none
}

// LetterTest is a step's experiment: each variant is a full set of letters.
type LetterTest struct {
	Draw     Draw
	Variants [][]Letter // by the index of Draw.Variants
}

// Draw is how a customer or an order is given a variant.
type Draw struct {
	Goal       string // empty: none
	ByOrder    bool   // else by customer
	Generation int    // from 1
	Holdout    int64  // share in millionths, drawn first
	Variants   []Share
}

// Share is a variant and its weight in millionths.
type Share struct {
	Name   string
	Weight int64
}

// Webhook calls a program of the shop's.
type Webhook struct {
	Sender string
	Body   expr.Expr // an object
}

// Update changes what is known of the customer.
type Update struct {
	Attributes []Setting // by name
	Tags       expr.Expr // list(string), added to those that are there; nil: none
}

// Setting is a new value of an attribute; an absent one takes it away.
type Setting struct {
	Name  string
	Value expr.Expr
}

// Delay waits: For, or Until, or only On and Hour.
type Delay struct {
	Place
	For          expr.Expr // a duration
	Until        expr.Expr // a timestamp
	On           calendar.Weekdays
	Hour         string // "10:00"; empty: the hour already reached
	EndIfPast    bool
	EndIfMissing bool
}

// Await waits for an event.
type Await struct {
	Place
	Match     Match
	Since     string    // the address of a step; empty: from the trigger
	Timeout   expr.Expr // a duration; nil where Until is set
	Until     expr.Expr // a timestamp
	OnTimeout []Node
}

// Branch takes the first case that holds.
type Branch struct {
	Place
	Cases   []Case
	Default []Node
}

// Case is one way of a branch.
type Case struct {
	Name string
	When expr.Expr
	Body []Node
}

// Experiment splits people; Bodies[i] is the way of the variant i of the draw.
type Experiment struct {
	Place
	Draw   Draw
	Bodies [][]Node
}

// Repeat waits Every, then reads While and runs its body, at most Times rounds.
type Repeat struct {
	Place
	Every expr.Expr // a duration
	Times int
	While expr.Expr // nil: always
	Body  []Node
}

// Use is the body of a fragment in its place. It is no state of its own.
type Use struct {
	Place
	Body []Node
}

// End is where the journey is over.
type End struct{ Place }

func (*Step) node()       {}
func (*Delay) node()      {}
func (*Await) node()      {}
func (*Branch) node()     {}
func (*Experiment) node() {}
func (*Repeat) node()     {}
func (*Use) node()        {}
func (*End) node()        {}

func (*Email) act()   {}
func (*Webhook) act() {}
func (*Update) act()  {}
