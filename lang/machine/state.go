package machine

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

// Name is a state's path in the source: a node's address inside its flow ("ask_review", "first.review" through a use), or, for
// an end, the path of the body that it closes ("by_rating/unhappy/end"). As an edge, the empty name means that the body ran out.
type Name string

// State is *Step, *Delay, *Await, *Branch, *Experiment, *Repeat or *End.
//
//sumtype:decl
type State interface {
	StateName() Name
	state()
}

// Step is one act.
type Step struct {
	Name   Name
	Next   Name
	When   expr.Expr // nil: always
	Loops  []Name    // the repeats around it, the outermost first
	Within Name      // the innermost experiment around it, else empty
	Act    Act

	// Of a letter: a zero StaleAfter is the project's; the higher Priority goes first where several compete for a cap.
	StaleAfter facts.Span
	Priority   int
}

// Act is *Email, *Webhook or *Update.
//
//sumtype:decl
type Act interface{ act() }

// Email is a letter. Letters[0] is that of the project's own locale, with an empty Locale; then one a localised body.
type Email struct {
	Topic      string
	Sender     string
	Resend     bool // on_unknown = "resend"; the default of a transactional topic
	Letters    []Letter
	Experiment *LetterTest // nil: none
}

// Letter is one message's text in one locale.
type Letter struct {
	Locale    string
	Subject   expr.Expr
	Preheader expr.Expr
	Body      Body
}

// LetterTest is a step's experiment: each variant is a full set of letters.
type LetterTest struct {
	Draw     Draw
	Goal     string
	Variants [][]Letter // by the index of Draw.Variants
}

// Draw is how a unit is given a variant (contracts.md, "Assignment to variants and holdouts").
type Draw struct {
	Salt     string // the experiment's address @ its generation
	Unit     string // customer or order
	Holdout  int64  // share in millionths; drawn first, with the salt ADDRESS/holdout@1
	Address  string // FLOW.NODE, as first applied
	Variants []Share
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

// Update changes what is known of the customer, as an event customer.updated of the runner's own.
type Update struct {
	Attributes []Setting // by name
	Tags       expr.Expr // list(string), added to those that are there; nil: none
}

// Setting is a new value of an attribute; an absent one takes it away.
type Setting struct {
	Name  string
	Value expr.Expr
}

// IfPast and IfMissing say what a delay does with a date that is past or absent.
type IfPast string

// Continue is the default of IfPast; IfMissing has none, since the checker asks for one.
const (
	Continue IfPast = "continue"
	EndThere IfPast = "end"
)

// Delay waits.
type Delay struct {
	Name      Name
	Next      Name
	For       expr.Expr // a duration; nil where Until is set or only On and At are
	Until     expr.Expr // a timestamp
	On        uint8     // weekdays as calendar.Weekdays; 0: any
	At        string    // "10:00"; empty: the hour already reached
	IfPast    IfPast
	IfMissing IfPast
}

// Await waits for an event.
type Await struct {
	Name      Name
	Next      Name
	OnTimeout Name // where the on_timeout body begins; Next where there is none
	Match     Match
	Since     Name      // a step: from leaving it; empty: from the trigger
	Timeout   expr.Expr // a duration; nil where Until is set
	Until     expr.Expr // a timestamp
	Loops     []Name
}

// Branch goes where the first case that holds says.
type Branch struct {
	Name    Name
	Cases   []Case
	Default Name // where no case holds
}

// Case is one way out of a branch.
type Case struct {
	Name string
	When expr.Expr
	To   Name
}

// Experiment splits people. To[i] is where the variant i of the draw begins; HeldOut is where the control goes on.
type Experiment struct {
	Name    Name
	Draw    Draw
	Goal    string
	To      []Name
	HeldOut Name
}

// Repeat waits Every, then reads While and runs its body, at most Times rounds. The body's last edge leads back here.
type Repeat struct {
	Name  Name
	Every expr.Expr // a duration
	Times int
	While expr.Expr // nil: always
	Body  Name
	Next  Name
	Loops []Name // the repeats around this one
}

// End ends the journey, with the reason `end`.
type End struct{ Name Name }

func (s *Step) StateName() Name       { return s.Name }
func (s *Delay) StateName() Name      { return s.Name }
func (s *Await) StateName() Name      { return s.Name }
func (s *Branch) StateName() Name     { return s.Name }
func (s *Experiment) StateName() Name { return s.Name }
func (s *Repeat) StateName() Name     { return s.Name }
func (s *End) StateName() Name        { return s.Name }

func (*Step) state()       {}
func (*Delay) state()      {}
func (*Await) state()      {}
func (*Branch) state()     {}
func (*Experiment) state() {}
func (*Repeat) state()     {}
func (*End) state()        {}

func (*Email) act()   {}
func (*Webhook) act() {}
func (*Update) act()  {}

// Index makes State find states at once instead of one after the other. It is called once, before a machine is shared; Decode does.
func (m *Machine) Index() {
	m.byName = make(map[Name]State, len(m.States))
	for _, s := range m.States {
		m.byName[s.StateName()] = s
	}
}

// State is the state with that name, or nil.
func (m *Machine) State(name Name) State {
	if m.byName != nil {
		return m.byName[name]
	}
	for _, s := range m.States {
		if s.StateName() == name {
			return s
		}
	}
	return nil
}

// Goal is the goal with that name, or nil.
func (m *Machine) Goal(name string) *Goal {
	for i := range m.Goals {
		if m.Goals[i].Name == name {
			return &m.Goals[i]
		}
	}
	return nil
}
