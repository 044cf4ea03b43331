package storetest

import (
	"strings"

	"github.com/flowc/flowc/schema/order"
)

// who is a line about a customer of whom something is known.
func who(id string, change func(*order.CustomerPatch)) *order.Line {
	l := line(id, "customer.updated", t0)
	l.Customer = &order.CustomerPatch{}
	change(l.Customer)
	return l
}

var identities = []claim{
	{"a customer is found by the platform's id, a verified e-mail, the loyalty number, a valid phone, in this order", func(l *lab) {
		l.take(
			who("a", func(c *order.CustomerPatch) {
				c.ID, c.Email, c.EmailVerified = "c1", ptr("ada@example.test"), ptr(true)
			}),
			who("b", func(c *order.CustomerPatch) { c.ID, c.LoyaltyID = "c2", ptr("L-77") }),
			who("c", func(c *order.CustomerPatch) { c.ID, c.Phone, c.PhoneValid = "c3", ptr("+4930123456"), true }),
		)
		for i, c := range []struct {
			why  string
			p    func(*order.CustomerPatch)
			want string
		}{
			{"a new id with a verified e-mail", func(c *order.CustomerPatch) {
				c.ID, c.Email, c.EmailVerified, c.LoyaltyID = "t1", ptr("ADA@example.test"), ptr(true), ptr("L-77")
			}, "c1"},
			{"a new id with an e-mail that nobody verified", func(c *order.CustomerPatch) { c.ID, c.Email = "t2", ptr("ada@example.test") }, "t2"},
			{"a new id with a loyalty number", func(c *order.CustomerPatch) { c.ID, c.LoyaltyID = "t3", ptr("L-77") }, "c2"},
			{"that id again, alone", func(c *order.CustomerPatch) { c.ID = "t3" }, "c2"},
			{"no id and an e-mail", func(c *order.CustomerPatch) { c.Email = ptr("ada@Example.test") }, "c1"},
			{"no id and an e-mail that is not theirs", func(c *order.CustomerPatch) {
				c.Email, c.EmailVerified, c.LoyaltyID = ptr("ada@example.test"), ptr(false), ptr("L-77")
			}, "c2"},
			{"no id and a loyalty number", func(c *order.CustomerPatch) { c.LoyaltyID = ptr("L-77") }, "c2"},
			{"no id and a phone", func(c *order.CustomerPatch) { c.Phone, c.PhoneValid = ptr("+4930123456"), true }, "c3"},
			{"the id goes before all", func(c *order.CustomerPatch) { c.ID, c.Phone, c.PhoneValid = "c1", ptr("+4930123456"), true }, "c1"},
			{"no id and a phone that is none", func(c *order.CustomerPatch) { c.Phone, c.LoyaltyID = ptr("+4930123456"), ptr("L-77") }, "c2"},
		} {
			asked := who(c.why, c.p)
			asked.At = hours(i + 1)
			if got := l.take(asked)[0].Customer; got != c.want {
				l.Errorf("%s: %q, want %q", c.why, got, c.want)
			}
		}
	}},
	{"nobody found and no id makes a customer whose id is the same each time and shows no address", func(l *lab) {
		guest := func(id string) string {
			p := placed(id, "o"+id, "", t0)
			p.Customer = &order.CustomerPatch{Email: ptr("Guest@example.test")}
			return l.take(p)[0].Customer
		}
		first, second := guest("e1"), guest("e2")
		if first == "" || first != second || strings.Contains(first, "guest") {
			l.Errorf("ids %q and %q", first, second)
		}
		same(l, "orders", len(l.person(first).Orders), 2)
	}},
	{"an order in a store with a loyalty number is its customer's", func(l *lab) {
		l.take(who("a", func(c *order.CustomerPatch) { c.ID, c.LoyaltyID = "c1", ptr("L-77") }))
		till := placed("e1", "o1", "", t0)
		till.Customer = &order.CustomerPatch{LoyaltyID: ptr("L-77")}
		till.Order.Channel = ptr("in_store")
		l.take(till)
		same(l, "whose", l.order("o1").Customer, "c1")
	}},
	{"a phone that two e-mails share merges nobody", func(l *lab) {
		member := func(id, email string) string {
			p := placed(id, "o"+id, "", t0)
			p.Customer = &order.CustomerPatch{Email: &email, Phone: ptr("+4930123456"), PhoneValid: true}
			return l.take(p)[0].Customer
		}
		a, b := member("e1", "ada@example.test"), member("e2", "bob@example.test")
		if a == b {
			l.Errorf("both are %q", a)
		}
		third := placed("e3", "o3", "", t0)
		third.Customer = &order.CustomerPatch{Phone: ptr("+4930123456"), PhoneValid: true}
		if got := l.take(third)[0].Customer; got == a || got == b {
			l.Errorf("the shared phone alone is taken for %q", got)
		}
	}},
	{"an order's own customer id counts where the line names no customer", func(l *lab) {
		p := placed("e1", "o1", "", t0)
		p.Order.CustomerID = ptr("c1")
		same(l, "whose", l.take(p)[0].Customer, "c1")
	}},
	{"a customer of whom nothing is named is nobody", func(l *lab) {
		p := placed("e1", "o1", "", t0)
		p.Customer = &order.CustomerPatch{FirstName: ptr("Ada")}
		same(l, "whose", l.take(p)[0].Customer, "")
	}},
	{"a customer was created when first seen, or when the source says", func(l *lab) {
		told := of("e3", "customer.updated", "c2", hours(5))
		told.Customer.CreatedAt = ptr(hours(-500))
		l.take(of("e1", "customer.updated", "c1", hours(5)), of("e2", "customer.updated", "c1", hours(2)), told)
		same(l, "c1", field(l, "c1", "created_at").Time(), hours(2))
		same(l, "c2", field(l, "c2", "created_at").Time(), hours(-500))
	}},
}
