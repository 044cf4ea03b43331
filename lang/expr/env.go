package expr

import (
	"time"

	"github.com/flowc/flowc/schema/facts"
)

// Slots bounds how deep for-expressions may nest.
const Slots = 8

// Env is what an expression is evaluated in: one customer at one instant. Roots that are not there are absent. An Env may be used
// again for the next customer, but by one goroutine at a time.
type Env struct {
	Customer, Order, Item, Shipment facts.Value
	Trigger, Event                  facts.Value
	Now                             time.Time      // taken to the millisecond
	Zone                            *time.Location // the customer's, else the project's; nil is UTC
	Locale                          string         // the customer's, else the project's; for money, date, join_and
	Nodes                           NodeReader     // nil outside of a journey: every field is absent, every bool false
	History                         HistoryReader  // nil: every count is 0
	Links                           LinkReader     // nil outside of letters

	slots [Slots]facts.Value // of the for-expressions under way
	left  int                // of the budget
	known []uint8            // of the segments that the expression names more than once: 0 not yet, 1 false, 2 true
}

// NodeReader is what a journey knows of its nodes.
type NodeReader interface {
	Node(kind NodeKind, name, field string) facts.Value
}

// HistoryReader is one customer's own history, in which a Count counts. What it hands out must not be changed.
type HistoryReader interface {
	// Orders are rows of order.OrderType by placed_at, without test orders.
	Orders() []facts.Value
	// Reviews are records of the event type review.submitted.
	Reviews() []facts.Value
	// Events are records of the event type.
	Events(kind string) []facts.Value
	// Messages are those that were released and not dropped, held out or refused since.
	Messages() []Sent
}

// Sent is a message of the customer's past, for messages_sent.
type Sent struct {
	Flow, Topic string
	At          time.Time // of its release
	Clicked     bool      // by a person
}

// LinkReader makes the addresses of a letter: review, referral, unsubscribe, preferences, browser, shop, order, tracking.
type LinkReader interface {
	Link(name string) facts.Value
}

// budget is how much one evaluation may do: an element looked at costs one, as do 64 bytes of text made. It is beyond what any
// honest expression needs over a customer of ten thousand orders, and over in a tenth of a second.
const budget = 1_000_000

// spend takes from the budget and says whether it was there.
func (env *Env) spend(n int) bool {
	env.left -= n
	return env.left >= 0
}

// spendText is spend for a text that was made.
func (env *Env) spendText(s string) bool { return env.spend(1 + len(s)/64) }

// now is the instant, to the millisecond: what SQL has.
func (env *Env) now() time.Time { return time.UnixMilli(env.Now.UnixMilli()).UTC() }

func (env *Env) zone() *time.Location {
	if env.Zone == nil {
		return time.UTC
	}
	return env.Zone
}
