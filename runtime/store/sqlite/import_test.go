package sqlite

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/storetest"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Any order of arrival leaves the same rows, down to who wrote which field last; only the numbers of arrival differ.
func TestAnyOrderOfArrivalLeavesTheSameRows(t *testing.T) {
	opt := euros
	opt.Currencies = []string{"EUR", "JPY"}
	opt.ReceivedAt = t0
	opt.Types = map[string]*order.EventType{
		"warranty.registered": order.NewEventType("warranty.registered", true,
			order.Property("serial", facts.Of(facts.String)), order.Property("paid", facts.Of(facts.Money))),
	}
	arrival := regexp.MustCompile(` seq=\d+|sqlite_sequence.*`)
	rows := func(lines []*order.Line) []string {
		db := opened(t, ":memory:")
		defer db.Close()
		write(t, db, func(tx store.Tx) error {
			for _, l := range lines {
				if _, err := tx.Import(t.Context(), l, opt); err != nil {
					return err
				}
			}
			return nil
		})
		out := strings.Split(arrival.ReplaceAllString(withoutInstance(dump(t, db)), ""), "\n")
		slices.Sort(out)
		return out
	}
	lines := storetest.Tale()
	want := rows(lines)
	for seed := range 25 {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		shuffled := slices.Clone(lines)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		got := rows(shuffled)
		for i := range max(len(got), len(want)) {
			if i >= len(got) || i >= len(want) || got[i] != want[i] {
				t.Fatalf("seed %d, row %d\n got %s\nwant %s", seed, i, at(got, i), at(want, i))
			}
		}
	}
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(none)"
}

// hostile is a source of values that somebody may put into a line, among plain ones.
type hostile struct{ *rand.Rand }

func (h hostile) mild() bool { return h.IntN(12) > 0 }

func (h hostile) text() string {
	if h.mild() {
		return []string{"a", "c1", "o1", "p1", "Ada", "ada@x.test"}[h.IntN(6)]
	}
	return []string{
		"", " ", "a", "\x00", "\xff\xfe", "\n", "'; drop table orders; --", "{{7*7}}", "${customer.id}", "%s%n", "\u202etxt", "𝕬", "e\u0301", "\u00e9", strings.Repeat("x", 254),
		strings.Repeat("ü", 1000), strings.Repeat("y", 1<<16), "customer:c1", "*", "o1", "c1", "p1", "-1", "1e400", "NaN", "2026-02-30", "9999-12-31", "0001-01-01",
		"a@b.test", `"a"@b.test`, "a@[127.0.0.1]", "EUR", "eur", "JPY", "XXX", "in_store", "cancelled", "order.placed", "\u2028", "null",
	}[h.IntN(40)]
}

func (h hostile) raw() json.RawMessage {
	if h.mild() {
		return json.RawMessage([]string{`"80.00"`, `5`, `"hard"`, `"granted"`}[h.IntN(4)])
	}
	return json.RawMessage([]string{
		"", "null", "true", "0", "-0", "1e999", "-1e-999", "123456789012345678901234567890", `"80.00"`, `"-1"`, `"\u0000"`, `"\ud800"`, `{}`, `[]`, `[null]`, `{"id":"p1"}`,
		`{"id":["x"]}`, `{"id":null}`, `[{"id":"o1-1"},"x",7]`, `"granted"`, `"denied"`, `"hard"`, `{"minor":1,"currency":"EUR"}`, "{", `"`, strings.Repeat("[", 5000),
		`"` + strings.Repeat("z", 1<<15) + `"`, `{"a":{"b":{"c":[1,2,{"d":null}]}}}`, "\xff", ` 5 `, `"2026-03-01T09:00:00Z"`,
	}[h.IntN(31)])
}

func (h hostile) maybe() *string {
	if h.IntN(2) == 0 {
		return nil
	}
	return ptr(h.text())
}

func (h hostile) amount() *int64 {
	if h.IntN(2) == 0 {
		return nil
	}
	if h.mild() {
		return ptr(int64(h.IntN(10_000)))
	}
	return ptr([]int64{0, 1, -1, 8000, math.MaxInt64, math.MinInt64, store.AmountMax, store.AmountMax + 1}[h.IntN(8)])
}

func (h hostile) instant() time.Time {
	if h.mild() {
		return t0.Add(time.Duration(h.IntN(100)) * time.Hour)
	}
	return []time.Time{{}, t0, t0.Add(time.Nanosecond), time.Unix(0, 0), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC),
		time.Date(292277, 1, 1, 0, 0, 0, 0, time.UTC), t0.Add(time.Hour)}[h.IntN(8)]
}

func (h hostile) properties() map[string]json.RawMessage {
	m := map[string]json.RawMessage{}
	for range h.IntN(5) {
		name := []string{"topic", "state", "channel", "amount", "rating", "product", "items", "kind", "score", "title", h.text()}[h.IntN(11)]
		m[name] = h.raw()
	}
	return m
}

func (h hostile) line() *order.Line {
	kinds := []string{"order.placed", "order.shipped", "order.delivered", "order.cancelled", "order.refunded", "review.submitted", "consent.changed", "message.bounced",
		"message.unsubscribed", "message.complained", "nps.answered", "return.requested", "customer.updated", "", h.text()}
	l := &order.Line{Source: []string{"shop", h.text()}[h.IntN(2)], ID: "e" + strconv.Itoa(h.IntN(1_000_000)), Type: kinds[h.IntN(len(kinds))], At: h.instant(), Properties: h.properties()}
	if h.IntN(3) > 0 {
		created := h.instant()
		l.Customer = &order.CustomerPatch{
			ID: []string{"c1", h.text()}[h.IntN(2)], Email: h.maybe(), Phone: h.maybe(), PhoneValid: h.IntN(2) == 0, LoyaltyID: h.maybe(), FirstName: h.maybe(),
			Timezone: h.maybe(), Birthday: h.maybe(), CreatedAt: &created, Attributes: h.properties(), Consents: map[string]map[string]string{h.text(): {h.text(): "granted"}},
		}
		if h.IntN(2) == 0 {
			l.Customer.EmailVerified = ptr(h.IntN(2) == 0)
		}
	}
	if h.IntN(3) > 0 {
		placed := h.instant()
		l.Order = &order.OrderPatch{
			ID: []string{"o1", h.text()}[h.IntN(2)], Number: h.maybe(), CustomerID: h.maybe(), Channel: h.maybe(), Status: h.maybe(), Currency: h.maybe(), Total: h.amount(),
			Subtotal: h.amount(), Tax: h.amount(), PlacedAt: &placed, EstimatedDeliveryAt: &placed, URL: h.maybe(), GiftMessage: h.maybe(), Attributes: h.properties(),
		}
		if h.mild() {
			l.Order.Channel, l.Order.Status, l.Order.Currency = nil, nil, nil
		}
		var items []order.ItemPatch
		for range h.IntN(3) {
			it := order.ItemPatch{ID: h.text(), Product: h.text(), SKU: h.text(), Title: h.text(), Quantity: int64(h.IntN(3))}
			if a := h.amount(); a != nil {
				it.Unit, it.Total = *a, *a
			}
			items = append(items, it)
		}
		l.Order.Items = &items
	}
	if h.IntN(4) == 0 {
		at := h.instant()
		l.Shipment = &order.ShipmentPatch{ID: h.text(), Carrier: h.maybe(), ShippedAt: &at, Items: &[]string{h.text()}}
	}
	if h.IntN(4) == 0 {
		l.Products = []order.ProductPatch{{ID: h.text(), Title: h.maybe(), Price: h.amount(), Currency: h.maybe(), Tags: &[]string{h.text(), h.text()}}}
	}
	return l
}

// Whatever a line holds, it is taken or refused with a reason; what was taken can be read again, and the counters agree with the orders.
func TestHostileLinesAreTakenOrRefusedAndNothingElse(t *testing.T) {
	db := closing(t, ":memory:")
	r := rand.New(rand.NewPCG(5, 5))
	taken, refused := 0, 0
	for range 60 {
		write(t, db, func(tx store.Tx) error {
			for range 40 {
				_, err := tx.Import(t.Context(), hostile{r}.line(), euros)
				var why *store.Refused
				switch {
				case err == nil:
					taken++
				case errors.As(err, &why):
					refused++
					if why.Why == "" || len(why.Why) > 500 || strings.ContainsAny(why.Why, "\x00\n") {
						t.Errorf("the reason is %q", why.Why)
					}
				default:
					return err
				}
			}
			return nil
		})
	}
	if taken < 500 || refused < 500 {
		t.Errorf("%d taken, %d refused: the lines prove little", taken, refused)
	}
	everythingReads(t, db)
	countersAgree(t, db)
}

func connOf(transaction store.Tx) *conn { return transaction.(*tx).c }

// everythingReads loads all that is in the store.
func everythingReads(t *testing.T, db *DB) {
	t.Helper()
	write(t, db, func(tx store.Tx) error {
		q := store.FactsQuery{CustomerOrders: true, Reviews: true, Messages: true, Consents: true, Active: true, Currency: "EUR", EventTypes: []string{"order.placed", "review.submitted"}}
		c := connOf(tx)
		for query, into := range map[string]*[]string{"select id from customers": &q.Customers, "select id from orders": &q.Orders} {
			err := c.each(query, nil, func(scan func(...any) error) error {
				var id string
				err := scan(&id)
				*into = append(*into, id)
				return err
			})
			if err != nil {
				return err
			}
		}
		f, err := tx.Facts(t.Context(), q)
		if err != nil {
			return err
		}
		if len(f.People) != len(q.Customers) || len(f.Orders) != len(q.Orders) {
			t.Errorf("%d of %d customers and %d of %d orders were read", len(f.People), len(q.Customers), len(f.Orders), len(q.Orders))
		}
		for {
			evs, err := tx.NewEvents(t.Context(), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), 100)
			if err != nil || len(evs) == 0 {
				return err
			}
			var seqs []int64
			for _, e := range evs {
				seqs = append(seqs, e.Seq)
			}
			if err := tx.MarkEvents(t.Context(), seqs); err != nil {
				return err
			}
		}
	})
}

// countersAgree holds the derived columns against a sum over the orders.
func countersAgree(t *testing.T, db *DB) {
	t.Helper()
	c := <-db.writer
	defer func() { db.writer <- c }()
	err := c.each(`select c.id, c.order_count, n, c.total_spent_minor, s, coalesce(c.first_order_at, ''), coalesce(f, ''), coalesce(c.last_order_at, ''), coalesce(l, '') from customers c
  join (select c2.id as id2, count(o.id) as n, coalesce(sum(iif(o.currency = 'EUR', o.total_minor - o.refunded_minor, 0)), 0) as s, min(o.placed_at) as f, max(o.placed_at) as l
    from customers c2 left join orders o on o.customer_id = c2.id and o.placed_at is not null and o.is_test = 0 and o.status <> 'cancelled' group by c2.id) on id2 = c.id
  where c.order_count <> n or c.total_spent_minor <> s or c.first_order_at is not f or c.last_order_at is not l`, nil, func(scan func(...any) error) error {
		var id, first, wantFirst, last, wantLast string
		var n, wantN, spent, wantSpent int64
		err := scan(&id, &n, &wantN, &spent, &wantSpent, &first, &wantFirst, &last, &wantLast)
		t.Errorf("customer %q: %d orders of %d from %s to %s, want %d of %d from %s to %s", id, n, spent, first, last, wantN, wantSpent, wantFirst, wantLast)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The counters of a customer agree with the orders after any mix of lines about them.
func TestCountersAgreeWithTheOrders(t *testing.T) {
	db := closing(t, ":memory:")
	r := rand.New(rand.NewPCG(9, 9))
	write(t, db, func(tx store.Tx) error {
		for n := range 1500 {
			l := &order.Line{Source: "shop", ID: "e" + string(rune('0'+n/1000)) + time.Duration(n).String(), At: t0.Add(time.Duration(r.IntN(1000)) * time.Hour)}
			l.Type = []string{"order.placed", "order.placed", "order.cancelled", "order.paid", "order.refunded"}[r.IntN(5)]
			l.Order = &order.OrderPatch{ID: "o" + string(rune('a'+r.IntN(26)))}
			if r.IntN(2) == 0 {
				l.Customer = &order.CustomerPatch{ID: "c" + string(rune('0'+r.IntN(4)))}
			}
			switch r.IntN(6) {
			case 0:
				l.Order.Test = ptr(r.IntN(2) == 0)
			case 1:
				l.Order.Status = ptr([]string{"open", "cancelled", "closed"}[r.IntN(3)])
			case 2:
				l.Order.Total = ptr(int64(r.IntN(10_000)))
			case 3:
				l.Order.Currency = ptr([]string{"EUR", "USD"}[r.IntN(2)])
			case 4:
				l.Order.PlacedAt = ptr(t0.Add(time.Duration(r.IntN(1000)) * time.Hour))
			}
			if l.Type == "order.refunded" {
				l.Properties = map[string]json.RawMessage{"amount": json.RawMessage(`"5.00"`)}
			}
			if _, err := tx.Import(t.Context(), l, euros); err != nil {
				return err
			}
		}
		return nil
	})
	countersAgree(t, db)
}
