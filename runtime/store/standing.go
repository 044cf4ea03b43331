package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// ErrNobody: there is no such customer.
var ErrNobody = errors.New("there is no such customer")

// Standing is how a customer stands at the address that is theirs now, or an address that is nobody's.
type Standing struct {
	Customer string // empty: nobody has the address
	Address  string // normalised; empty: none is known
	Erased   bool   // the customer was, and did not come back
	Decided  map[string]Decision
	Kept     *SuppressionRow // what keeps the address from everything; nil: nothing does
	History  []ConsentRow    // all that was said of either, the oldest first, with its evidence
}

// Suppressed is a suppression as people look at it.
type Suppressed struct {
	SuppressionRow           // the address is that which is meant, or its keyed hash
	Customer       string    // where a line named a customer and no address
	Lifted         time.Time // zero: it holds
	Lift           LiftRow   // by which it was lifted
}

// Looking is what people ask about one person.
type Looking interface {
	// Who are the customers that are meant by an id, or whose address it is now, by id.
	Who(ctx context.Context, idOrAddress string) ([]string, error)
	// Standing is how a customer stands at the address that is theirs now; without a customer, how the address does.
	Standing(ctx context.Context, customer, address string) (Standing, error)
	// Suppressions calls yield with the suppressions of an address, or, where it is empty, of all; the oldest first.
	Suppressions(ctx context.Context, address string, yield func(Suppressed) error) error
	// Export is all that is known of a customer; ErrNobody where there is none.
	Export(ctx context.Context, customer string) (*Export, error)
}

// People is what changes by a person's own word.
type People interface {
	// Choose records a choice of an address about a topic ("*": all marketing).
	Choose(ctx context.Context, c Choice) error
	Suppress(ctx context.Context, s Suppression) error
	// Lift ends what keeps an address from everything; it answers whether anything did. The history stays.
	Lift(ctx context.Context, l Suppression) (bool, error)
	// Erase takes a person out of the store: all that says who they are, what they wrote and what was written to them. The ledger's keys stay, so that nothing
	// is sent twice, and of what they refused a keyed hash of the address. Journeys under way leave (`erased`). ErrNobody where there is no
	// such customer. Store.Scrub takes the last traces out of the file.
	Erase(ctx context.Context, customer string, now time.Time) (Erasure, error)
	// EraseAgain does what an erasure did, where this store does not know of it since it is an older copy; it answers whether it did.
	EraseAgain(ctx context.Context, e Erasure, now time.Time) (bool, error)
}

// Erasure is that a person was erased, as the list beside the store remembers it.
type Erasure struct {
	Customer string
	At       time.Time
	Refused  []Refusal
}

// Refusal is what stays of a person who was erased: that whoever has an address does not want something there.
type Refusal struct {
	Channel string
	Address string // keyed hash
	Topic   string // empty: suppressed from everything
	Reason  string // of the suppression
	At      time.Time
}

// hashPrefix begins an address that is a keyed hash.
const hashPrefix = "hash:"

// KeyedHash stands for an address in what stays of a person who was erased.
func KeyedHash(key []byte, channel, address string) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("flowc/1\x00erased\x00" + channel + "\x00" + address))
	return hashPrefix + hex.EncodeToString(mac.Sum(nil)[:16])
}

// IsHash tells a keyed hash from an address.
func IsHash(address string) bool { return strings.HasPrefix(address, hashPrefix) }

// Export is all that is known of one person, as JSON objects.
type Export struct {
	Customer     json.RawMessage   `json:"customer"`
	Identities   []json.RawMessage `json:"identities"`
	Orders       []json.RawMessage `json:"orders"`
	Events       []json.RawMessage `json:"events"`
	Reviews      []json.RawMessage `json:"reviews"`
	Consents     []json.RawMessage `json:"consents"`
	Suppressions []json.RawMessage `json:"suppressions"`
	Lifts        []json.RawMessage `json:"lifted_suppressions"`
	Journeys     []json.RawMessage `json:"journeys"`
	Trail        []json.RawMessage `json:"trail"`
	Draws        []json.RawMessage `json:"draws"`
	Messages     []json.RawMessage `json:"messages"`
	Pauses       []json.RawMessage `json:"pauses"`
}
