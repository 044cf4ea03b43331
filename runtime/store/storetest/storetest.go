// Package storetest turns a store into a list of claims that it keeps or breaks: the same ones for every database.
package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// Run holds a store to the claims. open makes a new, empty store each time; Run closes it.
func Run(t *testing.T, open func() store.Store) {
	t.Helper()
	for _, group := range []struct {
		name   string
		claims []claim
	}{
		{"transactions", transactions},
		{"import", imports},
		{"orders", orders},
		{"identity", identities},
		{"consent", consents},
		{"suppression", suppressions},
		{"erasing", erasures},
		{"facts", factClaims},
		{"events", events},
		{"journeys", journeys},
		{"outbox", outbox},
		{"brakes", brakes},
		{"runners", runners},
		{"ledger", ledger},
		{"lease", leases},
		{"journal", journals},
		{"programs", programs},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, c := range group.claims {
				t.Run(c.name, func(t *testing.T) {
					s := open()
					t.Cleanup(func() {
						if err := s.Close(); err != nil {
							t.Errorf("close: %v", err)
						}
					})
					c.hold(&lab{T: t, s: s, ctx: t.Context(), opt: store.ImportOptions{Currency: "EUR", Currencies: []string{"EUR", "JPY"}, Types: declaredTypes()}})
				})
			}
		})
	}
}

// claim is one sentence about stores and how to break it.
type claim struct {
	name string
	hold func(*lab)
}

// lab is a store and the words to talk to it.
type lab struct {
	*testing.T
	s   store.Store
	ctx context.Context
	opt store.ImportOptions
}

// t0 is a Sunday morning.
var t0 = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)

func hours(n int) time.Time { return t0.Add(time.Duration(n) * time.Hour) }

func ptr[T any](v T) *T { return &v }

func (l *lab) write(fn func(store.Tx) error) {
	l.Helper()
	if err := l.s.Write(l.ctx, fn); err != nil {
		l.Fatal(err)
	}
}

func (l *lab) read(fn func(store.Reader) error) {
	l.Helper()
	if err := l.s.Read(l.ctx, fn); err != nil {
		l.Fatal(err)
	}
}

// take imports lines, which must all be taken.
func (l *lab) take(lines ...*order.Line) (taken []store.Taken) {
	l.Helper()
	l.write(func(tx store.Tx) error {
		for _, line := range lines {
			tk, err := tx.Import(l.ctx, line, l.opt)
			if err != nil {
				return fmt.Errorf("line %s: %w", line.ID, err)
			}
			taken = append(taken, tk)
		}
		return nil
	})
	return taken
}

// refused imports a line that must not be taken, and tells why it was not.
func (l *lab) refused(line *order.Line) string {
	l.Helper()
	var why *store.Refused
	err := l.s.Write(l.ctx, func(tx store.Tx) error {
		_, err := tx.Import(l.ctx, line, l.opt)
		if !errors.As(err, &why) && err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		l.Fatalf("line %s: %v", line.ID, err)
	}
	if why == nil {
		l.Fatalf("line %s was taken", line.ID)
	}
	return why.Why
}

func (l *lab) facts(q store.FactsQuery) (f *store.Facts) {
	l.Helper()
	if q.Currency == "" {
		q.Currency = "EUR"
	}
	q.Types = l.opt.Types
	l.read(func(r store.Reader) (err error) {
		f, err = r.Facts(l.ctx, q)
		return err
	})
	return f
}

// person is a customer with everything.
func (l *lab) person(id string) *store.Person {
	l.Helper()
	return l.facts(store.FactsQuery{
		Customers: []string{id}, CustomerOrders: true, Reviews: true, Messages: true, Consents: true, Active: true,
		EventTypes: []string{"order.placed", "order.delivered", "order.refunded", "review.submitted", "return.requested", "warranty.registered"},
	}).People[id]
}

func (l *lab) order(id string) *store.Order {
	l.Helper()
	return l.facts(store.FactsQuery{Orders: []string{id}}).Orders[id]
}

func (l *lab) newEvents() (evs []*order.Event) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		evs, err = tx.NewEvents(l.ctx, hours(100_000), 1000)
		return err
	})
	return evs
}

// keys are the ids of events, in order.
func keys(evs []*order.Event) []string {
	var out []string
	for _, e := range evs {
		out = append(out, e.ID)
	}
	return out
}

// line begins a line.
func line(id, kind string, at time.Time) *order.Line {
	return &order.Line{Source: "shop", ID: id, Type: kind, At: at}
}

// placed is an order of one serum.
func placed(id, orderID, customer string, at time.Time) *order.Line {
	l := line(id, "order.placed", at)
	if customer != "" {
		l.Customer = &order.CustomerPatch{ID: customer}
	}
	l.Order = &order.OrderPatch{
		ID: orderID, Currency: ptr("EUR"), Total: ptr(int64(8000)),
		Items: &[]order.ItemPatch{{ID: orderID + "-1", Product: "p9", Title: "Serum", Quantity: 1, Unit: 7500, Total: 7500}},
	}
	return l
}

// about is an event about an order.
func about(id, kind, orderID string, at time.Time) *order.Line {
	l := line(id, kind, at)
	l.Order = &order.OrderPatch{ID: orderID}
	return l
}

// of is an event of a customer.
func of(id, kind, customer string, at time.Time) *order.Line {
	l := line(id, kind, at)
	l.Customer = &order.CustomerPatch{ID: customer}
	return l
}

// with adds properties, given as JSON.
func with(l *order.Line, properties ...string) *order.Line {
	l.Properties = map[string]json.RawMessage{}
	for i := 0; i+1 < len(properties); i += 2 {
		l.Properties[properties[i]] = json.RawMessage(properties[i+1])
	}
	return l
}

// journey is one that waits in `delay`.
func journey(flow, key, customer string, entered, due time.Time) *interp.Journey {
	return &interp.Journey{Flow: flow, Key: key, Customer: customer, Entered: entered, State: "delay", Due: due}
}

func (l *lab) enter(js ...*interp.Journey) {
	l.Helper()
	l.write(func(tx store.Tx) error { return tx.InsertJourneys(l.ctx, js) })
}

// same fails where got is not want; both are printed.
func same[T any](l *lab, what string, got, want T) {
	l.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		l.Errorf("%s\n got %s\nwant %s", what, g, w)
	}
}
