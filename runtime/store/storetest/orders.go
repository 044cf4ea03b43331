package storetest

import (
	"strings"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

var orders = []claim{
	{"an event of an order that is not placed waits for it, and is then its customer's", func(l *lab) {
		early := about("e2", "order.delivered", "o1", hours(5))
		if !l.take(early)[0].Waiting {
			l.Error("it does not wait")
		}
		same(l, "events", len(l.newEvents()), 0)
		l.take(placed("e1", "o1", "c1", t0))
		evs := l.newEvents()
		same(l, "events", keys(evs), []string{"e1", "e2"})
		same(l, "whose", evs[1].Customer, "c1")
		same(l, "delivered_at", orderField(l, "o1", "delivered_at").Time(), hours(5))
	}},
	{"it waits even where it names a customer", func(l *lab) {
		early := about("e2", "order.shipped", "o1", hours(5))
		early.Customer = &order.CustomerPatch{ID: "c1"}
		if !l.take(early)[0].Waiting {
			l.Error("it does not wait")
		}
	}},
	{"an event that only names an order waits where nobody else is named", func(l *lab) {
		early := with(about("e2", "review.submitted", "o1", hours(5)), "product", `"p9"`, "rating", `5`)
		if !l.take(early)[0].Waiting {
			l.Error("it does not wait")
		}
		mine := with(about("e3", "review.submitted", "o1", hours(6)), "product", `"p9"`, "rating", `4`)
		mine.Customer = &order.CustomerPatch{ID: "c2"}
		if l.take(mine)[0].Waiting {
			l.Error("that of a named customer waits")
		}
		l.take(placed("e1", "o1", "c1", t0))
		same(l, "reviews of the order's customer", len(l.person("c1").Reviews), 1)
		same(l, "reviews of the named one", len(l.person("c2").Reviews), 1)
	}},
	{"an event about an order belongs to the order's customer", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0), about("e2", "return.requested", "o1", hours(1)))
		evs := l.newEvents()
		same(l, "whose", evs[1].Customer, "c1")
	}},
	{"an order of nobody is anonymous, and can be claimed", func(l *lab) {
		l.take(placed("e1", "o1", "", t0))
		same(l, "whose", l.newEvents()[0].Customer, "")
		claimed := about("e2", "order.paid", "o1", hours(1))
		claimed.Customer = &order.CustomerPatch{ID: "c1"}
		l.take(claimed)
		same(l, "whose", l.order("o1").Customer, "c1")
		same(l, "events", l.newEvents()[0].Customer, "c1")
		same(l, "orders", field(l, "c1", "order_count").Millionths(), facts.Scale)
	}},
	{"order.placed gives the time of placing, unless the order names its own", func(l *lab) {
		own := placed("e2", "o2", "c1", hours(3))
		own.Order.PlacedAt = ptr(hours(2))
		l.take(placed("e1", "o1", "c1", t0), own)
		same(l, "o1", orderField(l, "o1", "placed_at").Time(), t0)
		same(l, "o2", orderField(l, "o2", "placed_at").Time(), hours(2))
	}},
	{"counters leave out cancelled and test orders, and amounts are net of refunds", func(l *lab) {
		test := placed("e3", "o3", "c1", hours(3))
		test.Order.Test = ptr(true)
		l.take(placed("e1", "o1", "c1", hours(1)), placed("e2", "o2", "c1", hours(2)), test, placed("e4", "o4", "c1", hours(4)),
			about("e5", "order.cancelled", "o4", hours(5)), with(about("e6", "order.refunded", "o2", hours(6)), "amount", `"30.00"`))
		same(l, "count", field(l, "c1", "order_count").Millionths(), 2*facts.Scale)
		same(l, "spent", field(l, "c1", "total_spent").Minor(), 13000)
		same(l, "average", field(l, "c1", "average_order_value").Minor(), 6500)
		same(l, "first", field(l, "c1", "first_order_at").Time(), hours(1))
		same(l, "last", field(l, "c1", "last_order_at").Time(), hours(2))
		l.take(about("e7", "order.cancelled", "o1", hours(7)))
		same(l, "first after its cancelling", field(l, "c1", "first_order_at").Time(), hours(2))
		same(l, "count", field(l, "c1", "order_count").Millionths(), facts.Scale)
		l.take(about("e8", "order.cancelled", "o2", hours(8)))
		same(l, "first without any", field(l, "c1", "first_order_at").IsAbsent(), true)
		same(l, "average without any", field(l, "c1", "average_order_value").Minor(), 0)
	}},
	{"an order that is paid back in full is refunded, in part it is open", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0), with(about("e2", "order.refunded", "o1", hours(1)), "amount", `"30.00"`))
		same(l, "in part", orderField(l, "o1", "status").Text(), "open")
		same(l, "paid back", orderField(l, "o1", "refunded").Minor(), 3000)
		l.take(with(about("e3", "order.refunded", "o1", hours(2)), "amount", `50`))
		same(l, "in full", orderField(l, "o1", "status").Text(), "refunded")
		same(l, "paid back", orderField(l, "o1", "refunded").Minor(), 8000)
	}},
	{"a refund that came before its order is read in the order's currency", func(l *lab) {
		yen := placed("e2", "o1", "c1", t0)
		yen.Order.Currency = ptr("JPY")
		l.take(with(about("e1", "order.refunded", "o1", hours(1)), "amount", `"3000"`), yen)
		same(l, "refunded", show(orderField(l, "o1", "refunded")), "3000JPY")
		ev := l.newEvents()[1]
		same(l, "the event's amount", show(ev.Properties["amount"]), "3000JPY")
	}},
	{"a cancelled order says when, and may be opened again", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0), about("e2", "order.cancelled", "o1", hours(1)))
		same(l, "status", orderField(l, "o1", "status").Text(), "cancelled")
		same(l, "cancelled_at", orderField(l, "o1", "cancelled_at").Time(), hours(1))
		open := about("e3", "order.paid", "o1", hours(2))
		open.Order.Status = ptr("open")
		l.take(open)
		same(l, "status", orderField(l, "o1", "status").Text(), "open")
		same(l, "cancelled_at", orderField(l, "o1", "cancelled_at").IsAbsent(), true)
	}},
	{"an order is shipped with its first parcel and delivered with its last", func(l *lab) {
		part := func(id, kind, parcel string, at int) *order.Line {
			p := about(id, kind, "o1", hours(at))
			p.Shipment = &order.ShipmentPatch{ID: parcel}
			return p
		}
		l.take(placed("e1", "o1", "c1", t0), part("e2", "order.shipped", "s1", 1), part("e3", "order.shipped", "s2", 2), part("e4", "order.delivered", "s1", 3))
		same(l, "shipped_at", orderField(l, "o1", "shipped_at").Time(), hours(1))
		same(l, "delivered with one of two", orderField(l, "o1", "delivered_at").IsAbsent(), true)
		l.take(part("e5", "order.delivered", "s2", 4))
		same(l, "delivered_at", orderField(l, "o1", "delivered_at").Time(), hours(4))
		same(l, "parcels", len(l.order("o1").Shipments), 2)
	}},
	{"an order without parcels named has one, of all its items", func(l *lab) {
		shipped := about("e2", "order.shipped", "o1", hours(1))
		shipped.Shipment = &order.ShipmentPatch{Carrier: ptr("DHL"), TrackingNumber: ptr("T1"), TrackingURL: ptr("https://t.example/T1")}
		l.take(placed("e1", "o1", "c1", t0), shipped)
		parcels := l.order("o1").Shipments
		same(l, "parcels", len(parcels), 1)
		same(l, "items", len(parcels[0].Get(order.ShipmentType.Field("items")).List()), 1)
		same(l, "carrier", orderField(l, "o1", "carrier").Text(), "DHL")
	}},
	{"an order in a store is delivered when it is placed", func(l *lab) {
		till := placed("e1", "o1", "c1", t0)
		till.Source, till.Order.Channel = "till", ptr("in_store")
		l.take(till, till)
		evs := l.newEvents()
		same(l, "events", keys(evs), []string{"e1", "e1:delivered"})
		same(l, "made event", []string{evs[1].Source, evs[1].Type, evs[1].Customer, evs[1].Order}, []string{"till", "order.delivered", "c1", "o1"})
		same(l, "at", evs[1].At, t0)
		same(l, "delivered_at", orderField(l, "o1", "delivered_at").Time(), t0)
	}},
	{"unless its source says otherwise", func(l *lab) {
		sent := placed("e1", "o1", "c1", t0)
		sent.Order.Channel, sent.Order.EstimatedDeliveryAt = ptr("in_store"), ptr(hours(48))
		told := placed("e3", "o2", "c1", hours(1))
		told.Order.Channel = ptr("in_store")
		l.take(sent, about("e2", "order.delivered", "o2", hours(9)), told)
		same(l, "events", keys(l.newEvents()), []string{"e1", "e3", "e2"})
	}},
	{"amounts that a line does not name are 0, and the subtotal is the sum of the items", func(l *lab) {
		p := placed("e1", "o1", "c1", t0)
		p.Order.Total = nil
		p.Order.Items = &[]order.ItemPatch{{Title: "A", Quantity: 1, Total: 300}, {SKU: "S-2", Quantity: 2, Total: 500}}
		l.take(p)
		same(l, "total", orderField(l, "o1", "total").Minor(), 0)
		same(l, "subtotal", orderField(l, "o1", "subtotal").Minor(), 800)
		items := orderField(l, "o1", "items").List()
		for i, want := range [][2]string{{"o1-1", "A"}, {"o1-2", "S-2"}} {
			product := items[i].Get(order.ItemType.Field("product"))
			got := [2]string{items[i].Get(order.ItemType.Field("id")).Text(), product.Get(order.ProductType.Field("id")).Text()}
			same(l, "item", got, want)
		}
	}},
	{"the sequence leaves out cancelled and test orders, and is 1 for nobody's", func(l *lab) {
		test := placed("e2", "o2", "c1", hours(2))
		test.Order.Test = ptr(true)
		l.take(placed("e1", "o1", "c1", hours(1)), test, placed("e3", "o3", "c1", hours(3)), placed("e4", "o4", "c1", hours(4)),
			about("e5", "order.cancelled", "o3", hours(5)), placed("e6", "o5", "", hours(6)))
		for id, want := range map[string]int64{"o1": 1, "o2": 2, "o3": 2, "o4": 2, "o5": 1} {
			same(l, "sequence of "+id, orderField(l, id, "sequence").Millionths(), want*facts.Scale)
		}
		for _, v := range field(l, "c1", "orders").List() { // loaded with the customer they are the same
			id := v.Get(order.OrderType.Field("id")).Text()
			same(l, "sequence of "+id+" among the customer's", v.Get(order.OrderType.Field("sequence")), orderField(l, id, "sequence"))
		}
	}},
	{"another first currency counts the totals anew", func(l *lab) {
		yen := placed("e2", "o2", "c1", hours(1))
		yen.Order.Currency, yen.Order.Total = ptr("JPY"), ptr(int64(900))
		l.take(placed("e1", "o1", "c1", t0), yen)
		same(l, "900 yen, counted in euros", l.spent(900, "JPY"), []string{"c1"})
		same(l, "more than 900 yen, counted in euros", l.spent(901, "JPY"), nil)
		f := l.facts(store.FactsQuery{Customers: []string{"c1"}, Currency: "JPY"})
		same(l, "asked before an import", show(f.People["c1"].Row.Get(order.CustomerType.Field("total_spent"))), "900JPY")
		l.opt.Currency = "JPY"
		l.take(of("e3", "customer.updated", "c9", hours(2)))
		f = l.facts(store.FactsQuery{Customers: []string{"c1"}, Currency: "JPY"})
		same(l, "after an import", show(f.People["c1"].Row.Get(order.CustomerType.Field("total_spent"))), "900JPY")
		same(l, "900 yen, counted in yen", l.spent(900, "JPY"), []string{"c1"})
		same(l, "80 euros, counted in yen", l.spent(8000, "EUR"), []string{"c1"})
	}},
	{"an invoice of a thousand lines goes in", func(l *lab) {
		p := placed("e1", "o1", "c1", t0)
		items := make([]order.ItemPatch, 1114)
		for i := range items {
			items[i] = order.ItemPatch{Title: strings.Repeat("x", i%50+1), Quantity: 1, Unit: 1, Total: 1}
		}
		p.Order.Items = &items
		l.take(p)
		same(l, "items", len(orderField(l, "o1", "items").List()), 1114)
	}},
}
