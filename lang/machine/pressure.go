package machine

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

// Pressure is what keeps messages from people, over all flows. Its lists are sorted by name, and the topics in them.
type Pressure struct {
	Exclude    expr.Expr  // who gets no marketing: over customer; nil: nobody
	StaleAfter facts.Span // of marketing; zero: the language's default
	Caps       []Cap
	Quiet      QuietHours
	Blackouts  []Blackout
	Holdouts   []Holdout
	Limits     Limits
}

// Limits are how many messages the runner hands over before it holds the rest for a person to release or drop; 0: any number.
type Limits struct {
	PerTick, PerHour, PerDay int
	Surge                    int // times the highest day of the last fortnight
}

// Cap lets a customer have at most Limit messages of its topics released in any time Per.
type Cap struct {
	Name   string
	Limit  int
	Per    facts.Span
	Topics []string
	Skip   bool // what is too much is dropped; else it waits
}

// QuietHours is a daily span of the customer's clock in which marketing waits; empty: there is none.
type QuietHours struct {
	From, To string // "21:00"
}

// Blackout is days on the project's clock on which only the allowed marketing topics go out.
type Blackout struct {
	Name     string
	From, To string // the first and the last day: "2026-11-27"
	Allow    []string
	Spread   facts.Span // what was held is let go over this long
}

// Holdout is the share of customers, in millionths, who get none of its topics.
type Holdout struct {
	Name   string
	Size   int64
	Topics []string
}

// Salt is what the customers of a programme's holdout are drawn with (contracts.md, "Assignment to variants and holdouts").
func (h Holdout) Salt() string { return "holdout." + h.Name + "@1" }

// HoldoutSalt is what the customers of the flow's own holdout are drawn with.
func (m *Machine) HoldoutSalt() string { return m.Flow + "/holdout@1" }
