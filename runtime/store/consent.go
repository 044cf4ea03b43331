package store

import (
	"slices"
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
}

// BasisSnapshot marks what a source repeats with every row, BasisUndo what takes a denial back that its person calls a mistake; every
// other basis is a choice.
const (
	BasisSnapshot = "snapshot"
	BasisUndo     = "undo"
)

// SuppressionRow is a row of suppressions that was not lifted.
type SuppressionRow struct {
	Address string
	At      time.Time
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

// Choices works out what holds for a customer at an address, by topic, "*" for all marketing. Of choices the newest holds, of two at
// one instant the denial; a denial of everything ends earlier grants of a topic. A snapshot fills what was never chosen; of two
// that disagree the stricter. A denial that was taken back counts no more, so that what held before holds again, and nothing beyond it.
func (cs Contacts) Choices(customer, address string, rows []ConsentRow) map[string]bool {
	chosen := map[string]ConsentRow{}
	told := map[string]bool{}
	undone := undone(rows)
	for i := range rows {
		r := &rows[i]
		if r.Basis == BasisUndo || undone.covers(r) || !cs.counts(r, customer, address) {
			continue
		}
		granted := r.State == "granted"
		if r.Basis == BasisSnapshot {
			if before, ok := told[r.Topic]; !ok || before {
				told[r.Topic] = granted
			}
			continue
		}
		if before, ok := chosen[r.Topic]; !ok || r.At.After(before.At) || r.At.Equal(before.At) && !granted {
			chosen[r.Topic] = *r
		}
	}
	out := make(map[string]bool, len(chosen)+len(told))
	all, anyAll := chosen["*"]
	for topic, granted := range told {
		switch {
		case !anyAll:
			out[topic] = granted
		case all.State == "denied":
			out[topic] = false
		default:
			out[topic] = granted || topic == "*"
		}
	}
	for topic, r := range chosen {
		granted := r.State == "granted"
		if anyAll && topic != "*" && all.State == "denied" && !r.At.After(all.At) {
			granted = false
		}
		out[topic] = granted
	}
	// A source that denies all marketing denies each topic that the person never chose.
	if granted, ok := told["*"]; ok && !granted && !anyAll {
		for topic := range told {
			if _, own := chosen[topic]; !own {
				out[topic] = false
			}
		}
	}
	return out
}

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

// Suppressed tells whether an address is kept from everything.
func (cs Contacts) Suppressed(address string, rows []SuppressionRow) bool {
	if address == "" {
		return false
	}
	return slices.ContainsFunc(rows, func(r SuppressionRow) bool {
		if r.Address == address {
			return true
		}
		id, ok := strings.CutPrefix(r.Address, Whose(""))
		if !ok || cs[id] == nil {
			return false
		}
		return cs[id].At(r.At) == address
	})
}

// Agreed is the answer to a topic: the choice about it, else that about everything, else the topic's default.
func Agreed(choices map[string]bool, topic string, optOut bool) bool {
	if granted, ok := choices[topic]; ok {
		return granted
	}
	if granted, ok := choices["*"]; ok {
		return granted
	}
	return optOut
}
