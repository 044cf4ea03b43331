package storetest

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

var factClaims = []claim{
	{"a customer's record has every field of the catalogue in its place", func(l *lab) {
		p := of("e1", "customer.updated", "c1", t0)
		p.Customer = &order.CustomerPatch{
			ID: "c1", Email: ptr("ada@x.test"), Phone: ptr("+4930123456"), PhoneValid: true, LoyaltyID: ptr("L-77"), FirstName: ptr("Ada"), LastName: ptr("Byron"),
			Timezone: ptr("Europe/Berlin"), Locale: ptr("de"), Country: ptr("DE"), City: ptr("Berlin"), Birthday: ptr("1990-05-31"),
			PreferredChannel: ptr("sms"), Tags: &[]string{"vip", "b2b"},
		}
		l.take(p)
		want := map[string]string{
			"id": `"c1"`, "created_at": "2026-03-01T09:00:00Z", "order_count": "0", "total_spent": "0EUR", "average_order_value": "0EUR",
			"tags": `["vip" "b2b"]`, "orders": "[]", "email": `"ada@x.test"`, "phone": `"+4930123456"`, "first_name": `"Ada"`, "last_name": `"Byron"`,
			"locale": `"de"`, "timezone": `"Europe/Berlin"`, "country": `"DE"`, "city": `"Berlin"`, "birthday": "1990-05-31T00:00:00Z",
			"loyalty_id": `"L-77"`, "preferred_channel": `"sms"`,
		}
		for _, f := range order.CustomerType.Fields {
			got, expected := show(field(l, "c1", f.Name)), "-"
			if w, ok := want[f.Name]; ok {
				expected = w
			}
			same(l, "customer."+f.Name, got, expected)
		}
	}},
	{"an order's record has every field of the catalogue in its place", func(l *lab) {
		p := placed("e1", "o1", "c1", t0)
		p.Order = &order.OrderPatch{
			ID: "o1", Number: ptr("1001"), Channel: ptr("phone"), Currency: ptr("eur"), Total: ptr(int64(8000)), Subtotal: ptr(int64(7500)), Discount: ptr(int64(100)),
			Shipping: ptr(int64(500)), Tax: ptr(int64(50)), DiscountCodes: &[]string{"TEN"}, Tags: &[]string{"gift"}, Test: ptr(true),
			EstimatedDeliveryAt: ptr(hours(72)), URL: ptr("https://shop.test/o1"), Location: ptr("Mitte"), GiftMessage: ptr("For you"), CustomerNote: ptr("Ring"),
			Items: &[]order.ItemPatch{{ID: "i1", Product: "p9", SKU: "S-30", Title: "Serum", VariantTitle: "30 ml", Quantity: 2, Unit: 3750, Total: 7500, ImageURL: "https://cdn.test/i.png"}},
		}
		p.Products = []order.ProductPatch{{ID: "p9", Title: ptr("The Serum"), Category: ptr("skincare"), Brand: ptr("Acme"), URL: ptr("https://shop.test/p9"), Price: ptr(int64(4000)), Currency: ptr("EUR"), Tags: &[]string{"vegan", "travel"}}}
		p.Shipment = &order.ShipmentPatch{Carrier: ptr("DHL"), TrackingNumber: ptr("T1"), TrackingURL: ptr("https://t.test/T1"), ShippedAt: ptr(hours(20)), DeliveredAt: ptr(hours(50))}
		l.take(p)
		item := `{"i1" "Serum" 2 3750EUR 7500EUR {"p9" "The Serum" "skincare" "Acme" "https://cdn.test/i.png" "https://shop.test/p9" 4000EUR ["vegan" "travel"]} "S-30" "30 ml"}`
		want := map[string]string{
			"id": `"o1"`, "number": `"1001"`, "placed_at": "2026-03-01T09:00:00Z", "channel": `"phone"`, "currency": `"EUR"`, "status": `"open"`, "total": "8000EUR",
			"subtotal": "7500EUR", "discount": "100EUR", "shipping": "500EUR", "tax": "50EUR", "refunded": "0EUR", "discount_codes": `["TEN"]`, "tags": `["gift"]`,
			"test": "true", "items": "[" + item + "]", "sequence": "1", "estimated_delivery_at": "2026-03-04T09:00:00Z", "shipped_at": "2026-03-02T05:00:00Z",
			"delivered_at": "2026-03-03T11:00:00Z", "carrier": `"DHL"`, "tracking_number": `"T1"`, "tracking_url": `"https://t.test/T1"`, "url": `"https://shop.test/o1"`,
			"location": `"Mitte"`, "gift_message": `"For you"`, "customer_note": `"Ring"`,
		}
		for _, f := range order.OrderType.Fields {
			got, expected := show(orderField(l, "o1", f.Name)), "-"
			if w, ok := want[f.Name]; ok {
				expected = w
			}
			same(l, "order."+f.Name, got, expected)
		}
		same(l, "items", show(l.order("o1").Items[0]), item)
		same(l, "parcel", show(l.order("o1").Shipments[0]), `{"" "DHL" "T1" "https://t.test/T1" 2026-03-02T05:00:00Z 2026-03-03T11:00:00Z [`+item+`]}`)
	}},
	{"only placed orders are a customer's, the first one first, and test orders are no history", func(l *lab) {
		test := placed("e3", "o3", "c1", hours(3))
		test.Order.Test = ptr(true)
		l.take(placed("e2", "o2", "c1", hours(2)), placed("e1", "o1", "c1", hours(1)), test, about("e4", "order.paid", "o4", hours(4)))
		ids := func(list []facts.Value) (out []string) {
			for _, v := range list {
				out = append(out, v.Get(order.OrderType.Field("id")).Text())
			}
			return out
		}
		same(l, "customer.orders", ids(field(l, "c1", "orders").List()), []string{"o1", "o2", "o3"})
		same(l, "history", ids(l.person("c1").Orders), []string{"o1", "o2"})
		same(l, "an order that is not placed", l.order("o4").PlacedAt.IsZero(), true)
	}},
	{"the median of the days between orders", func(l *lab) {
		same(l, "customers", l.person("c1") == nil, true)
		l.take(placed("e1", "o1", "c1", hours(0)))
		same(l, "of one order", show(field(l, "c1", "median_days_between_orders")), "-")
		l.take(placed("e2", "o2", "c1", hours(24)), placed("e3", "o3", "c1", hours(24*11)))
		same(l, "of three", show(field(l, "c1", "median_days_between_orders")), "5.5")
	}},
	{"properties are of their types", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0),
			with(about("e2", "order.refunded", "o1", hours(1)), "amount", `12.5`, "items", `["o1-1", "gone"]`, "reason", `"size"`),
			with(of("e3", "review.submitted", "c1", hours(2)), "product", `"p9"`, "rating", `"4.5"`, "title", `""`, "body", `"Lovely"`),
			with(of("e4", "review.submitted", "c1", hours(3)), "product", `{"id":"p10","title":"Cream"}`, "rating", `3`),
			with(about("e5", "warranty.registered", "o1", hours(4)), "serial", `17`, "paid", `"9.90"`, "until", `"2027-03-01T01:00:00+01:00"`, "other", `true`),
			with(of("e6", "quiz.taken", "c1", hours(5)), "score", `1e2`, "won", `false`))
		evs := l.newEvents()
		item := show(l.order("o1").Items[0])
		for i, want := range []map[string]string{
			{},
			{"amount": "1250EUR", "items": "[" + item + "]", "reason": `"size"`},
			{"product": `{"p9" "Serum" - - - - - []}`, "rating": "4.5", "body": `"Lovely"`},
			{"product": `{"p10" "Cream" - - - - - []}`, "rating": "3"},
			{"serial": `"17"`, "paid": "990EUR", "until": "2027-03-01T00:00:00Z"},
			{"score": "100", "won": "false"},
		} {
			if i == 1 { // the items of an event are found where its order was asked for
				f := l.facts(store.FactsQuery{EventSeqs: []int64{evs[i].Seq}, Orders: []string{"o1"}})
				same(l, evs[i].ID, showMap(f.Events[evs[i].Seq].Properties), fmt.Sprint(want))
				continue
			}
			same(l, evs[i].ID, showMap(evs[i].Properties), fmt.Sprint(want))
		}
	}},
	{"a customer's events of the asked types come in order, with those of the asked orders", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0), about("e3", "order.delivered", "o1", hours(3)), with(of("e2", "review.submitted", "c1", hours(2)), "product", `"p9"`, "rating", `5`),
			of("e4", "customer.updated", "c1", hours(4)))
		f := l.facts(store.FactsQuery{Customers: []string{"c1"}, Orders: []string{"o1"}, EventTypes: []string{"order.delivered", "review.submitted"}})
		same(l, "events", keys(f.People["c1"].Events), []string{"e2", "e3"})
	}},
	{"messages are those released and not taken back, with their clicks", func(l *lab) {
		l.take(of("e1", "customer.updated", "c1", t0))
		j := journey("f", "o1", "c1", t0, hours(1))
		l.enter(j)
		rows := []*store.OutboxRow{message(j, "a", store.Planned), message(j, "b", store.Dropped), message(j, "c", store.HeldOut), message(j, "d", store.Planned)}
		l.write(func(tx store.Tx) error { return tx.InsertOutbox(l.ctx, rows) })
		l.take(with(of("e2", "message.clicked", "c1", hours(2)), "flow", `"f"`, "key", `"o1"`, "node", `"d"`, "round", `"0"`))
		var got []string
		for _, m := range l.person("c1").Messages {
			got = append(got, fmt.Sprintf("%s %s %s %v", m.Flow, m.Topic, m.At.Sub(t0), m.Clicked))
		}
		same(l, "messages", got, []string{"f tips 1h0m0s false", "f tips 1h0m0s true"})
	}},
	{"flows in which a customer is under way", func(l *lab) {
		l.take(of("e1", "customer.updated", "c1", t0))
		over := journey("f", "3", "c1", t0, hours(0))
		over.Over, over.Due = interp.Finished, time.Time{}
		l.enter(journey("f", "1", "c1", t0, hours(1)), journey("f", "2", "c1", t0, hours(1)), over, journey("g", "1", "c1", t0, hours(1)), journey("g", "2", "c2", t0, hours(1)))
		same(l, "active", l.person("c1").Active, map[string]int{"f": 2, "g": 1})
	}},
	{"a project's attributes are fields after the catalogue's", func(l *lab) {
		p := placed("e1", "o1", "c1", t0)
		p.Customer.Attributes = map[string]json.RawMessage{"skin_type": json.RawMessage(`"dry"`), "visits": json.RawMessage(`7`), "odd": json.RawMessage(`[1]`)}
		l.take(p)
		fields := append([]*facts.Field(nil), order.CustomerType.Fields...)
		for _, name := range []string{"skin_type", "visits", "odd", "none"} {
			kind := facts.String
			if name == "visits" {
				kind = facts.Number
			}
			fields = append(fields, order.Property(name, facts.Of(kind)))
		}
		// The catalogue numbers its own fields; a copy of each is numbered here.
		for i, f := range fields {
			c := *f
			fields[i] = &c
		}
		customer := facts.NewObject("customer", fields...)
		f := l.facts(store.FactsQuery{Customers: []string{"c1"}, Objects: map[string]*facts.ObjectType{"customer": customer}})
		row := f.People["c1"].Row
		for name, want := range map[string]string{"skin_type": `"dry"`, "visits": "7", "odd": "-", "none": "-", "id": `"c1"`} {
			same(l, name, show(row.Get(customer.Field(name))), want)
		}
	}},
	{"who is not asked for is not there, and nobody is made up", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0), placed("e2", "o2", "c2", t0))
		f := l.facts(store.FactsQuery{Customers: []string{"c1", "nobody"}, Orders: []string{"none"}, EventSeqs: []int64{99}})
		same(l, "people", len(f.People), 1)
		same(l, "orders", len(f.Orders), 0)
		same(l, "events", len(f.Events), 0)
	}},
	{"customers by a condition, by id", func(l *lab) {
		l.take(placed("e1", "o1", "c2", t0), placed("e2", "o2", "c1", t0), of("e3", "customer.updated", "c3", t0))
		same(l, "those for whom it holds", l.ask(expr.Query{Where: "c.order_count = ?1", Args: []any{int64(1)}}, 10), []string{"c1", "c2"})
		same(l, "it stops", l.ask(expr.Query{Where: "1"}, 2), []string{"c1", "c2"})
	}},
}

// ask are the first customers for whom a condition holds.
func (l *lab) ask(q expr.Query, limit int) (ids []string) {
	l.Helper()
	l.read(func(r store.Reader) error {
		return r.Customers(l.ctx, q, func(id string) bool {
			ids = append(ids, id)
			return len(ids) < limit
		})
	})
	return ids
}

// spent are the customers who spent at least so much, in a project whose first currency that is.
func (l *lab) spent(minor int64, currency string) []string {
	l.Helper()
	total := order.CustomerType.Field("total_spent")
	q, err := expr.SQL(&expr.Binary{
		Op: expr.Ge, T: facts.Of(facts.Bool), Currencies: []string{currency},
		X: &expr.Field{Of: &expr.Root{Name: expr.RootCustomer, T: facts.ObjectTypeOf(order.CustomerType)}, Field: total, T: total.Type},
		Y: &expr.Lit{Value: facts.MoneyOf(minor, currency), T: facts.Of(facts.Money)},
	}, expr.SQLOptions{Now: hours(100), Currencies: []string{currency}})
	if err != nil {
		l.Fatal(err)
	}
	return l.ask(q, 10)
}
