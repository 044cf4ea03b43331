package interp

import (
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
)

// Effect is what the engine does for a journey, in the transaction that stores it.
//
//sumtype:decl
type Effect interface{ effect() }

// Release is a message that passed every gate, or was dropped at one.
type Release struct {
	Step    *machine.Step
	Email   *machine.Email
	Letters []machine.Letter // those of the variant
	Round   string           // "0", or that of each enclosing repeat ("2", "2.1")
	Due     time.Time        // when the step was due
	StaleAt time.Time        // the last instant at which it may go
	At      time.Time        // when it was released or dropped
	Variant string           // of the innermost experiment around it; empty: none
	Dropped string           // why it is not sent; empty: it is
	HeldOut string           // the holdout that keeps it back, as a ghost; empty: none does
	Text    Text             // what Known.Compose made of the letter; zero where it was dropped
}

// Text is a letter filled for one journey at the instant of its release.
type Text struct {
	Locale  string // of the letter; empty: the project's own
	Subject string
	Payload []byte // what fills the rest, in the form of the engine
	Broken  string // why the letter cannot be made; empty: it can
}

// Call is a webhook that is due.
type Call struct {
	Step  *machine.Step
	Hook  *machine.Webhook
	Body  facts.Value // an object
	Round string
	Due   time.Time
	At    time.Time
}

// Update is a change of what is known of the customer. Absent values take attributes away.
type Update struct {
	Step       *machine.Step
	Attributes map[string]facts.Value
	Tags       []string // added
	Round      string
	At         time.Time
}

// Drawn is a draw that was made now.
type Drawn struct {
	Draw    *machine.Draw
	Node    machine.Name
	Unit    string // its id
	Variant string // empty: held out
	At      time.Time
	Silent  bool // of a holdout of marketing: it is stored and is no line of the ledger
}

// Reached is a goal that was reached.
type Reached struct {
	Goal string
	At   time.Time
}

// Entered, Ended begin and end the journey. Reason is empty where the body ran out.
type (
	Entered struct{ At time.Time }
	Ended   struct {
		At     time.Time
		Reason string
	}
)

func (Release) effect() {}
func (Call) effect()    {}
func (Update) effect()  {}
func (Drawn) effect()   {}
func (Reached) effect() {}
func (Entered) effect() {}
func (Ended) effect()   {}
