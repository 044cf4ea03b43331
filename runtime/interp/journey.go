// Package interp turns one journey and one occasion (entering, waking, an event) into the next journey and the effects that
// follow. It is pure: no clock, no database, no randomness; the same arguments give the same answer.
package interp

import (
	"time"

	"github.com/flowc/flowc/lang/machine"
)

// Over says whether a journey is under way.
type Over int

// Finished covers the body that ran out and `end`; Left is an exit, a goal that ends, a merge: what was not yet handed over
// then stays at home.
const (
	UnderWay Over = iota
	Finished
	Left
)

// Journey is one customer or order inside one machine.
type Journey struct {
	ID       int64
	Flow     string
	Key      string // contracts.md, KEY
	Customer string
	Order    string    // empty where the trigger is not about an order
	Entered  time.Time // the `at` of the trigger
	State    machine.Name
	Due      time.Time // zero: waits for nothing but an event, or is over
	Over     Over
	Watch    time.Time // goals are watched until then, also after the end; zero: none is
	Seq      int64     // +1 a commit; fences a second worker
	Data     Data
}

// Data is what a journey remembers. Its JSON form is stored with it.
type Data struct {
	Trigger int64                   `json:"t,omitempty"` // the event's Seq; 0 for a schedule
	Each    string                  `json:"i,omitempty"` // the id of its item or shipment; empty: it is about the whole order
	Since   Millis                  `json:"s,omitempty"` // when the wait in State began, in the time that waits count
	Held    Millis                  `json:"h,omitempty"` // when the step in which it waits was due; 0: it is held in none
	Goals   map[string]Seen         `json:"g,omitempty"`
	Awaits  map[machine.Name]Seen   `json:"a,omitempty"`
	Steps   map[machine.Name]Passed `json:"p,omitempty"`
	Arms    map[machine.Name]string `json:"v,omitempty"` // variant by experiment; empty: held out
	Rounds  map[machine.Name]Round  `json:"r,omitempty"`
}

// Millis is an instant in milliseconds since 1970.
type Millis int64

// Time is the instant.
func (m Millis) Time() time.Time { return time.UnixMilli(int64(m)).UTC() }

// MillisOf is the instant of t.
func MillisOf(t time.Time) Millis { return Millis(t.UnixMilli()) }

// Seen is an event that a goal or an await met.
type Seen struct {
	At    Millis `json:"t"`
	Event int64  `json:"e,omitempty"` // its Seq
}

// Passed is a step that the journey has left.
type Passed struct {
	At      Millis `json:"t"`           // when it was left
	Sent    bool   `json:"s,omitempty"` // released and not dropped
	Skipped bool   `json:"k,omitempty"` // when was false, or the message was dropped
	Variant string `json:"v,omitempty"`
}

// Round is where a repeat stands: the rounds begun so far, counted from 1, and when the latest began.
type Round struct {
	N     int    `json:"n"`
	Start Millis `json:"t"`
}
