package store

import (
	"encoding/json"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// ImportOptions are what an import needs to know of the project.
type ImportOptions struct {
	Currency   string // the project's first: of the derived totals
	Currencies []string
	Topics     []string  // that the project declares; none: not asked
	ReceivedAt time.Time // when the line was first seen
	Snapshot   bool      // the line has no event of its own: a source's row
	Types      map[string]*order.EventType
}

// Taken says what became of a line.
type Taken struct {
	Repeated bool // the same (source, id) was there before: nothing changed
	Waiting  bool // kept until its order is known
	Customer string
	Warnings []string // taken, but: an undeclared currency, …
}

// Refused is a line that cannot be taken, and why.
type Refused struct{ Why string }

func (r *Refused) Error() string { return r.Why }

// Cursor is how far a source's table has been read: the greatest (updated_at, id) seen.
type Cursor struct{ UpdatedAt, LastID string }

// StoredProgram is a compiled program as the store keeps it: machine.Encode's bytes.
type StoredProgram struct {
	Fingerprint string
	Format      int
	Body        []byte
}

// Version is one apply.
type Version struct {
	Number      int64
	Fingerprint string
	AppliedAt   time.Time
}

// FlowRow is what is known of an applied flow. Events up to SinceSeq were there before it.
type FlowRow struct {
	SinceSeq  int64
	AppliedAt time.Time
	Watermark string // latest nominal time looked at, 2006-01-02T15:04; empty: none
	Segment   string // the condition by which its Members belong; empty: nobody was looked at
	LookedAt  time.Time
}

// Entry is how often a customer entered a flow and the latest time.
type Entry struct {
	Times  int
	Last   time.Time
	Active bool // one of them is under way
}

// TrailRow is one line of the trail.
type TrailRow struct {
	Journey int64
	At      time.Time
	Kind    string // journey, assignment, goal
	Node    string
	Outcome string
	Reason  string
	Variant string
	Nth     int // its place among all that one Write writes to trail and outbox: it orders the ledger's lines of one instant
}

// DrawKey names a draw.
type DrawKey struct{ Address, Unit, UnitID string }

// Status is where a row of the outbox stands.
type Status string

// The statuses (sending.md 2.1).
const (
	Planned    Status = "planned"
	Claimed    Status = "claimed"
	HandingOff Status = "handing_off"
	RetryWait  Status = "retry_wait"
	Accepted   Status = "accepted"
	Failed     Status = "failed"
	Unknown    Status = "unknown"
	Dropped    Status = "dropped"
	HeldOut    Status = "held_out"
)

// OutboxRow is a message or a webhook on its way. (Flow, Key, Node, Round) is its identity.
type OutboxRow struct {
	ID         int64
	Flow       string
	Key        string
	Node       string
	Round      string
	Kind       string // message, webhook
	Status     Status
	Reason     string
	Journey    int64
	Customer   string
	Order      string
	Channel    string // email, webhook
	Sender     string
	Topic      string
	Marketing  bool
	Resend     bool // an unknown one gets a second attempt
	OptOut     bool // who never chose the topic is taken to have agreed, for the recheck
	Variant    string
	Address    string
	Program    string // fingerprint
	Locale     string
	Subject    string
	Payload    []byte // JSON: what fills the holes; the body of a webhook
	ReleasedAt time.Time
	StaleAt    time.Time // zero: never
	ClosesAt   time.Time // marketing: from then on it waits, for quiet hours or a blackout; zero: never
	ImpliedTo  time.Time // until when OptOut holds; zero: for good
	Zone       string    // the customer's; empty: the project's
	Attempts   int
	NextAt     time.Time // zero: finished
	At         time.Time // of the status
	Answer     string
	Nth        int // as in TrailRow
}

// Verdict is the answer of the last question before the last byte. The zero Verdict passes.
type Verdict struct {
	Stop   bool
	Reason string // no_consent, suppressed, stale, left; empty: the epoch is gone, or Closed
	Closed bool   // it came too late for today: it is still claimed, and waits
}

// Settled is what became of a row.
type Settled struct {
	ID       int64
	Status   Status // Accepted, Failed, Unknown, RetryWait, Planned (given back)
	Reason   string // for Failed and Unknown: the channel's answer, short
	Answer   string
	NextAt   time.Time // RetryWait, Planned: when to look again
	ClosesAt time.Time // Planned: until when it may be handed over then
	Suppress bool      // the address is refused for good
}

// Choice is a choice of a person.
type Choice struct {
	Channel, Address, Topic, State, Basis, Source, Event string
	At                                                   time.Time
	Evidence                                             json.RawMessage
	Customer                                             string // who chose, where that is known; else those whose address it is
}

// Suppression keeps an address from everything.
type Suppression struct {
	Channel, Address, Reason string
	At                       time.Time
	Evidence                 json.RawMessage
}

// Count is how many journeys of a flow stand in a state (empty state: finished or left).
type Count struct {
	Flow, State string
	Over        int
	N           int64
}

// OutcomeCount is how many rows of the outbox have an outcome.
type OutcomeCount struct {
	Flow, Node, Kind string
	Status           Status
	Reason           string
	N                int64
}

// Totals are the sizes of tables.
type Totals struct {
	Customers, Orders, Events, Waiting, Journeys, UnderWay, Messages int64
	UndeclaredCurrency                                               int64 // orders in a currency that the project does not declare
}

// LedgerQuery selects lines. Empty fields select all.
type LedgerQuery struct {
	From, Until    time.Time
	Flow, Customer string
}

// LedgerLine is one line of the ledger (contracts.md). Its JSON form is cmd/flowc's.
type LedgerLine struct {
	Kind     string
	At       time.Time
	Journey  string // FLOW:KEY
	Flow     string
	Customer string
	Order    string
	Node     string
	Round    string
	Channel  string
	Topic    string
	Variant  string
	Outcome  string
	Reason   string
	Subject  string
}

// FactsQuery says what to load for which customers and orders.
type FactsQuery struct {
	Customers      []string
	Orders         []string // with their items
	CustomerOrders bool     // each customer's orders, with items
	Reviews        bool
	Messages       bool
	EventTypes     []string // each customer's events of these types (and those of Orders), by (at, source, id)
	EventSeqs      []int64  // single events
	Types          map[string]*order.EventType
	Currency       string
	Zone           *time.Location               // the project's, for customers who have none; nil: UTC
	Objects        map[string]*facts.ObjectType // the project's types with its attributes, by name; nil: the catalogue's
	Consents       bool                         // choices and suppressions of the e-mail addresses
	Active         bool                         // flows in which each customer is under way
}

// Facts is what a FactsQuery found.
type Facts struct {
	People map[string]*Person
	Orders map[string]*Order
	Events map[int64]*order.Event
}

// Person is one customer with what belongs to them. Value has the fields of order.CustomerType but those that need the present
// (days_since_last_order) or the orders where these were not asked for.
type Person struct {
	ID         string
	Email      string
	Phone      string
	Locale     string
	Timezone   string
	Row        facts.Row
	Orders     []facts.Value
	Reviews    []facts.Value
	Messages   []expr.Sent
	Events     []*order.Event
	Active     map[string]int  // journeys under way, by flow
	Choices    map[string]bool // by topic, "*" for all: true granted, false denied; the newest
	Suppressed bool
}

// Order is one order with what the engine reads of it.
type Order struct {
	ID       string
	Customer string
	PlacedAt time.Time // zero: not placed yet
	Test     bool
	Value    facts.Value // of order.OrderType
	// Items and Shipments are the roots of journeys for each item or shipment.
	Items     []facts.Value
	Shipments []facts.Value
}
