package ir

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/calendar"
)

// Pressure is what keeps messages from people, over all flows.
type Pressure struct {
	Exclude    expr.Expr // who gets no marketing at all: bool over customer; nil: nobody
	StaleAfter calendar.Span
	Caps       []Cap
	Quiet      *calendar.Window // in the customer's zone; nil: none
	Blackouts  []Blackout
	Holdouts   []Holdout
	Limits     Limits
}

// Limits are how many messages the runner hands over before it holds the rest; 0: any number.
type Limits struct {
	PerTick, PerHour, PerDay int
	Surge                    int // times the highest day of the last fortnight
}

// Cap lets a customer have at most Limit messages of its topics in any time Per.
type Cap struct {
	Name   string
	Limit  int
	Per    calendar.Span
	Topics []string
	Skip   bool // what is too much is dropped; else it waits
}

// Blackout is days, in the project's zone, on which only the allowed marketing topics go out.
type Blackout struct {
	Name     string
	From, To calendar.Date // both are part of it
	Allow    []string
	Spread   calendar.Span // what was held is let go over this long
}

// Holdout is the share of customers, in millionths, who get none of its topics.
type Holdout struct {
	Name   string
	Size   int64
	Topics []string
}
