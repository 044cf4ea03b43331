package store

import (
	"encoding/json"
	"strings"
	"time"
)

// Whose is the address under which a word about consent is kept where the line names a customer and no address.
func Whose(customer string) string { return "customer:" + customer }

// NormalEmail is an address as it is matched: lower case. Dots and tags are not folded: two mailboxes may differ in them.
func NormalEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Contact is a customer's address now and those that it had before, all normalised.
type Contact struct {
	Customer string
	Address  string // empty: none
	History  []Had
}

// Had is an address and when lines named it first and last.
type Had struct {
	Address     string
	First, Last time.Time
}

// At is the address that the customer had at an instant: the one that was named latest by then; before any was named, the first.
func (c *Contact) At(t time.Time) string {
	var best Had
	var seen time.Time
	for _, h := range c.History {
		if h.First.After(t) {
			continue
		}
		last := h.Last
		if last.After(t) {
			last = t
		}
		if best.Address == "" || last.After(seen) || last.Equal(seen) && h.First.After(best.First) {
			best, seen = h, last
		}
	}
	if best.Address != "" {
		return best.Address
	}
	for _, h := range c.History {
		if best.Address == "" || h.First.Before(best.First) {
			best = h
		}
	}
	return best.Address
}

// ConsentRow is a row of consents.
type ConsentRow struct {
	Address  string // normalised, or Whose(Customer)
	Customer string // empty where the word names an address alone
	Topic    string
	State    string // granted, denied
	Basis    string
	Source   string
	Event    string
	At       time.Time
	Evidence json.RawMessage // only where somebody looks at it
}

// The bases that mean something to the rules. BasisSnapshot marks what a source repeats with every row, BasisUndo what takes a denial back
// that its person calls a mistake; every other basis is a choice. BasisErased marks what stays of a person who was erased, BasisManual what
// somebody set by hand.
const (
	BasisSnapshot = "snapshot"
	BasisUndo     = "undo"
	BasisErased   = "erased"
	BasisManual   = "manual"
)

// SuppressionRow is a row of suppressions.
type SuppressionRow struct {
	Address  string
	Reason   string // hard_bounce, complaint, manual, legal
	At       time.Time
	Evidence json.RawMessage // only where somebody looks at it
}

// LiftRow is a row of lifts.
type LiftRow struct {
	Address  string
	At       time.Time
	Evidence json.RawMessage // only where somebody looks at it
}

// Contacts are contacts by their customers. Those who share an address with a customer must be among them.
type Contacts map[string]*Contact

// counts tells whether a row counts for a customer at an address. A grant counts for the address for which it was given. A denial
// counts there too, and goes along with the person who gave it.
func (cs Contacts) counts(r *ConsentRow, customer, address string) bool {
	given := r.Address
	who := cs[r.Customer]
	if r.Customer != "" && r.Address == Whose(r.Customer) {
		given = ""
		if who != nil {
			given = who.At(r.At)
		}
	}
	if given != "" && given == address {
		return true
	}
	if r.Customer == "" {
		return false
	}
	if address == "" { // nobody can be reached yet: only what was said of this person counts
		return r.Customer == customer
	}
	if given == "" && r.Customer == customer { // said before any address was known
		return true
	}
	return r.State == "denied" && (r.Customer == customer || who != nil && who.Address == address)
}

// Decision is what holds about a topic, and the word by which it does.
type Decision struct {
	Granted bool
	By      *ConsentRow
}

// Decide works out what holds for a customer at an address, by topic, "*" for all marketing. Of choices the newest holds, of two at
// one instant the denial; a denial of everything ends earlier grants of a topic. A snapshot fills what was never chosen; of two
// that disagree the stricter. A denial that was taken back counts no more, so that what held before holds again, and nothing beyond it.
func (cs Contacts) Decide(customer, address string, rows []ConsentRow) map[string]Decision {
	chosen := map[string]*ConsentRow{}
	told := map[string]*ConsentRow{}
	undone := undone(rows)
	for i := range rows {
		r := &rows[i]
		if r.Basis == BasisUndo || undone.covers(r) || !cs.counts(r, customer, address) {
			continue
		}
		if r.Basis == BasisSnapshot {
			if before := told[r.Topic]; before == nil || before.granted() && !r.granted() {
				told[r.Topic] = r
			}
			continue
		}
		if before := chosen[r.Topic]; before == nil || r.At.After(before.At) || r.At.Equal(before.At) && !r.granted() {
			chosen[r.Topic] = r
		}
	}
	out := make(map[string]Decision, len(chosen)+len(told))
	all := chosen["*"]
	for topic, r := range told {
		switch {
		case all != nil && !all.granted():
			out[topic] = Decision{false, all}
		case all != nil && topic == "*":
			out[topic] = Decision{true, all}
		default:
			out[topic] = Decision{r.granted(), r}
		}
	}
	for topic, r := range chosen {
		out[topic] = Decision{r.granted(), r}
		if all != nil && !all.granted() && !r.At.After(all.At) {
			out[topic] = Decision{false, all}
		}
	}
	// A source that denies all marketing denies each topic that the person never chose.
	if r := told["*"]; r != nil && !r.granted() && all == nil {
		for topic := range told {
			if chosen[topic] == nil {
				out[topic] = Decision{false, r}
			}
		}
	}
	return out
}

func (r *ConsentRow) granted() bool { return r.State == "granted" }

// mistakes are when denials were last taken back, by the event that each of them was.
type mistakes map[[2]string]time.Time

func undone(rows []ConsentRow) mistakes {
	var out mistakes
	for i := range rows {
		r := &rows[i]
		if r.Basis != BasisUndo {
			continue
		}
		if out == nil {
			out = mistakes{}
		}
		key := [2]string{r.Source, r.Event}
		if r.At.After(out[key]) {
			out[key] = r.At
		}
	}
	return out
}

// covers is true for a denial that was taken back after it was said.
func (m mistakes) covers(r *ConsentRow) bool {
	at, ok := m[[2]string{r.Source, r.Event}]
	return ok && r.State == "denied" && !r.At.After(at)
}

// Keeps finds the latest of the rows that keep an address from everything; nil where none does. What came before a lift of the address
// keeps it no more.
func (cs Contacts) Keeps(address string, rows []SuppressionRow, lifts []LiftRow) *SuppressionRow {
	if address == "" {
		return nil
	}
	var lifted time.Time
	for _, l := range lifts {
		if l.Address == address {
			lifted = latest(lifted, l.At)
		}
	}
	var best *SuppressionRow
	for i := range rows {
		r := &rows[i]
		if cs.At(r) == address && !lifted.After(r.At) && (best == nil || r.At.After(best.At)) {
			best = r
		}
	}
	return best
}

// At is the address that a suppression keeps from everything: its own, or that of its customer at the time; empty where nobody knows.
func (cs Contacts) At(r *SuppressionRow) string {
	id, ok := strings.CutPrefix(r.Address, Whose(""))
	switch {
	case !ok:
		return r.Address
	case cs[id] == nil:
		return ""
	}
	return cs[id].At(r.At)
}
