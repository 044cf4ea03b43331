package storetest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// declaredTypes are the event types that the project of the suite declares.
func declaredTypes() map[string]*order.EventType {
	types := map[string]*order.EventType{
		"warranty.registered": order.NewEventType("warranty.registered", true,
			order.Property("serial", facts.Of(facts.String)), order.Property("paid", facts.Of(facts.Money)), order.Property("until", facts.Of(facts.Time))),
		"quiz.taken": order.NewEventType("quiz.taken", false, order.Property("score", facts.Of(facts.Number)), order.Property("won", facts.Of(facts.Bool))),
	}
	for name, t := range order.BuiltinEvents {
		types[name] = t
	}
	return types
}

var imports = []claim{
	{"the same (source, id) again changes nothing", func(l *lab) {
		l.take(placed("e1", "o1", "c1", t0))
		again := placed("e1", "o1", "c1", hours(5))
		again.Order.Total = ptr(int64(1))
		again.Customer.FirstName = ptr("Eve")
		taken := l.take(again)
		if !taken[0].Repeated {
			l.Error("it is not reported as repeated")
		}
		same(l, "total", orderField(l, "o1", "total").Minor(), 8000)
		same(l, "first name", field(l, "c1", "first_name").IsAbsent(), true)
		same(l, "events", keys(l.newEvents()), []string{"e1"})
	}},
	{"the same id of another source is another event", func(l *lab) {
		other := of("e1", "customer.updated", "c1", hours(1))
		other.Source = "till"
		l.take(placed("e1", "o1", "c1", t0), other)
		same(l, "events", len(l.newEvents()), 2)
	}},
	{"of the same event twice the earlier time holds, as long as nobody has looked at it", func(l *lab) {
		l.take(placed("e1", "o1", "c1", hours(5)), placed("e1", "o1", "c1", hours(2)))
		evs := l.newEvents()
		same(l, "at", evs[0].At, hours(2))
		same(l, "placed_at", orderField(l, "o1", "placed_at").Time(), hours(2))
		l.write(func(tx store.Tx) error { return tx.MarkEvents(l.ctx, []int64{evs[0].Seq}) })
		l.take(placed("e1", "o1", "c1", hours(1)))
		same(l, "placed_at after it was looked at", orderField(l, "o1", "placed_at").Time(), hours(2))
	}},
	{"an older line overwrites no newer field, and fills those that are not there", func(l *lab) {
		newer := of("e2", "customer.updated", "c1", hours(2))
		newer.Customer.FirstName = ptr("Ada")
		older := of("e1", "customer.updated", "c1", hours(1))
		older.Customer.FirstName, older.Customer.City = ptr("Eve"), ptr("Berlin")
		l.take(newer, older)
		same(l, "first name", field(l, "c1", "first_name").Text(), "Ada")
		same(l, "city", field(l, "c1", "city").Text(), "Berlin")
	}},
	{"of two lines at one instant the greater (source, id) holds", func(l *lab) {
		for _, arrival := range [][2]int{{0, 1}, {1, 0}} {
			lines := []*order.Line{of("a", "customer.updated", "c1", t0), of("b", "customer.updated", "c1", t0)}
			lines[0].Customer.FirstName, lines[1].Customer.FirstName = ptr("A"), ptr("B")
			l.take(lines[arrival[0]], lines[arrival[1]])
			same(l, "first name", field(l, "c1", "first_name").Text(), "B")
		}
	}},
	{"an empty text takes a field away", func(l *lab) {
		first := of("e1", "customer.updated", "c1", t0)
		first.Customer.City = ptr("Berlin")
		second := of("e2", "customer.updated", "c1", hours(1))
		second.Customer.City = ptr("")
		l.take(first, second)
		same(l, "absent", field(l, "c1", "city").IsAbsent(), true)
	}},
	{"a snapshot writes and is no event", func(l *lab) {
		row := &order.Line{Source: "shop", ID: "c1@1", At: t0, Customer: &order.CustomerPatch{ID: "c1", City: ptr("Berlin")}}
		l.take(row, row)
		same(l, "city", field(l, "c1", "city").Text(), "Berlin")
		same(l, "events", len(l.newEvents()), 0)
	}},
	{"ids are normalised, so that two spellings are one customer", func(l *lab) {
		l.take(of("e1", "customer.updated", "caf\u00e9", t0), of("e2", "customer.updated", "cafe\u0301", hours(1)))
		var n int64
		l.read(func(r store.Reader) error {
			totals, err := r.Totals(l.ctx)
			n = totals.Customers
			return err
		})
		same(l, "customers", n, 1)
	}},
	{"any order of arrival ends the same", anyArrival},
	{"a line that cannot be taken is refused in plain words", refusals},
	{"an undeclared currency is taken with a warning, and counted", func(l *lab) {
		usd := placed("e1", "o1", "c1", t0)
		usd.Order.Currency = ptr("USD")
		if w := strings.Join(l.take(usd)[0].Warnings, "; "); !strings.Contains(w, "USD") {
			l.Errorf("the warning is %q", w)
		}
		l.read(func(r store.Reader) error {
			totals, err := r.Totals(l.ctx)
			same(l, "counted", totals.UndeclaredCurrency, 1)
			return err
		})
		same(l, "spent in EUR", field(l, "c1", "total_spent").Minor(), 0)
		same(l, "orders", field(l, "c1", "order_count").Millionths(), facts.Scale)
	}},
	{"events that name no order are counted by their types", func(l *lab) {
		l.take(of("e1", "return.requested", "c1", t0), of("e2", "question.asked", "c1", t0), placed("e3", "o1", "c1", t0))
		l.read(func(r store.Reader) error {
			n, err := r.WithoutOrder(l.ctx, []string{"return.requested", "order.placed"})
			same(l, "counted", n, 1)
			return err
		})
	}},
	{"an address that no mail can go to is no address, with a warning", func(l *lab) {
		good := of("e1", "customer.updated", "c1", t0)
		good.Customer.Email = ptr("ada@example.test")
		bad := of("e2", "customer.updated", "c1", hours(1))
		bad.Customer.Email = ptr(`"ada"@localhost`)
		taken := l.take(good, bad)
		if len(taken[0].Warnings) != 0 || len(taken[1].Warnings) != 1 {
			l.Errorf("warnings %q and %q", taken[0].Warnings, taken[1].Warnings)
		}
		same(l, "email", l.person("c1").Email, "")
	}},
	{"what is no name counts as missing", func(l *lab) {
		p := of("e1", "customer.updated", "c1", t0)
		p.Customer.FirstName, p.Customer.LastName = ptr("Win at evil.example"), ptr("Byron")
		l.take(p)
		same(l, "first", field(l, "c1", "first_name").IsAbsent(), true)
		same(l, "last", field(l, "c1", "last_name").Text(), "Byron")
	}},
}

// field is a field of a customer.
func field(l *lab, customer, name string) facts.Value {
	l.Helper()
	p := l.person(customer)
	if p == nil {
		l.Fatalf("customer %q is not there", customer)
	}
	return p.Row.Get(order.CustomerType.Field(name))
}

// orderField is a field of an order.
func orderField(l *lab, id, name string) facts.Value {
	l.Helper()
	o := l.order(id)
	if o == nil {
		l.Fatalf("order %q is not there", id)
	}
	return o.Value.Get(order.OrderType.Field(name))
}

func refusals(l *lab) {
	bad := func(change func(*order.Line)) *order.Line {
		p := placed("e1", "o1", "c1", t0)
		change(p)
		return p
	}
	items := func(p *order.Line) *order.ItemPatch { return &(*p.Order.Items)[0] }
	for _, c := range []struct {
		why  string
		line *order.Line
		want string // in the answer
	}{
		{"no id", bad(func(p *order.Line) { p.ID = "" }), "no id"},
		{"no time", bad(func(p *order.Line) { p.At = time.Time{} }), "no time"},
		{"a time beyond all calendars", bad(func(p *order.Line) { p.At = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) }), "years"},
		{"a type that is near another", bad(func(p *order.Line) { p.Type = "order.plased" }), `"order.placed"`},
		{"a type that is near none", bad(func(p *order.Line) { p.Type = "moon.landing" }), "event block"},
		{"an order's event without an order", bad(func(p *order.Line) { p.Order = nil }), "names no order"},
		{"an event about nobody", line("e1", "customer.updated", t0), "neither a customer nor an order"},
		{"an order without an id", bad(func(p *order.Line) { p.Order.ID = "" }), "no id"},
		{"a negative quantity", bad(func(p *order.Line) { items(p).Quantity = -1 }), "negative"},
		{"an item that is nothing", bad(func(p *order.Line) { items(p).Product, items(p).Title = "", "" }), "neither a product nor a title"},
		{"a channel that is none", bad(func(p *order.Line) { p.Order.Channel = ptr("web") }), "online"},
		{"a status that is none", bad(func(p *order.Line) { p.Order.Status = ptr("done") }), "closed"},
		{"a currency that is none", bad(func(p *order.Line) { p.Order.Currency = ptr("EUX") }), "ISO 4217"},
		{"an amount beyond all bounds", bad(func(p *order.Line) { p.Order.Total = ptr(int64(1) << 60) }), "bounds"},
		{"a negative total", bad(func(p *order.Line) { p.Order.Total = ptr(int64(-1)) }), "negative"},
		{"an id of a kilobyte", bad(func(p *order.Line) { p.Customer.ID = strings.Repeat("c", 1000) }), "longer"},
		{"an id with a line break", bad(func(p *order.Line) { p.Order.ID = "o\n1" }), "control"},
		{"a name of a megabyte", bad(func(p *order.Line) { p.Customer.City = ptr(strings.Repeat("x", 1<<20)) }), "longer"},
		{"a refund without an amount", about("e1", "order.refunded", "o1", t0), "no amount"},
		{"a refund that gives nothing readable", with(about("e1", "order.refunded", "o1", t0), "amount", `"eight"`), "amount"},
		{"a negative refund", with(about("e1", "order.refunded", "o1", t0), "amount", `"-1.00"`), "negative"},
		{"a refund in parts of a cent", with(about("e1", "order.refunded", "o1", t0), "amount", `"1.001"`), "amount"},
		{"a review without a rating", with(of("e1", "review.submitted", "c1", t0), "product", `"p9"`), "no rating"},
		{"a review of nothing", with(of("e1", "review.submitted", "c1", t0), "rating", `5`), "no product"},
		{"a review whose rating is a word", with(of("e1", "review.submitted", "c1", t0), "product", `"p9"`, "rating", `"five"`), "no number"},
		{"an answer without a score", of("e1", "nps.answered", "c1", t0), "no score"},
		{"a consent that is neither", with(of("e1", "consent.changed", "c1", t0), "topic", `"tips"`, "state", `"maybe"`), "granted or denied"},
		{"properties that are no JSON", with(of("e1", "customer.updated", "c1", t0), "x", `{`), "JSON"},
		{"properties nested a thousand deep", with(of("e1", "customer.updated", "c1", t0), "x", strings.Repeat("[", 1000)+strings.Repeat("]", 1000)), "JSON"},
		{"a shipment of no order", func() *order.Line {
			p := of("e1", "customer.updated", "c1", t0)
			p.Shipment = &order.ShipmentPatch{ID: "s1"}
			return p
		}(), "no order"},
	} {
		if why := l.refused(c.line); !strings.Contains(why, c.want) {
			l.Errorf("%s: refused with %q, want something about %q", c.why, why, c.want)
		}
	}
	same(l, "events", len(l.newEvents()), 0)
	if l.person("c1") != nil || l.order("o1") != nil {
		l.Error("a refused line left something")
	}
}

// Tale is a shop's year of two customers, whose lines contradict each other.
func Tale() []*order.Line {
	var lines []*order.Line
	add := func(ls ...*order.Line) { lines = append(lines, ls...) }
	one := placed("01", "o1", "c1", hours(1))
	one.Customer.Email, one.Customer.FirstName = ptr("Ada@Example.test"), ptr("Ada")
	one.Customer.Consents = map[string]map[string]string{"tips": {"email": "granted"}, "offers": {"email": "denied"}}
	add(one)
	add(about("02", "order.shipped", "o1", hours(20)))
	add(about("03", "order.delivered", "o1", hours(50)))
	two := placed("04", "o2", "c1", hours(40))
	two.Customer.Email, two.Customer.City = ptr("ada@new.test"), ptr("Berlin")
	two.Customer.Consents = map[string]map[string]string{"tips": {"email": "denied"}, "offers": {"email": "granted"}}
	two.Order.Items = &[]order.ItemPatch{{Title: "Cream", SKU: "S-1", Quantity: 2, Unit: 1000, Total: 2000}, {Product: "p9", Title: "Serum XL", Quantity: 1, Total: 1}}
	add(two)
	later := about("05", "order.paid", "o2", hours(41))
	later.Order.Total, later.Order.Number = ptr(int64(9900)), ptr("1002")
	add(later)
	earlier := about("06", "order.paid", "o2", hours(39))
	earlier.Order.Total, earlier.Order.GiftMessage = ptr(int64(1)), ptr("For you")
	add(earlier)
	add(with(about("07", "order.refunded", "o2", hours(60)), "amount", `"40.00"`))
	add(with(about("08", "order.refunded", "o2", hours(70)), "amount", `"59.00"`))
	add(with(about("09", "order.cancelled", "o1", hours(55)), "reason", `"regret"`))
	reopened := of("10", "customer.updated", "c1", hours(56))
	reopened.Order = &order.OrderPatch{ID: "o1", Status: ptr("open")}
	add(reopened)
	part := about("11", "order.shipped", "o2", hours(45))
	part.Shipment = &order.ShipmentPatch{ID: "s1", Carrier: ptr("DHL"), Items: &[]string{"o2-1"}}
	rest := about("12", "order.delivered", "o2", hours(80))
	rest.Shipment = &order.ShipmentPatch{ID: "s2", TrackingNumber: ptr("T2")}
	first := about("13", "order.delivered", "o2", hours(75))
	first.Shipment = &order.ShipmentPatch{ID: "s1"}
	add(part, rest, first)
	add(with(of("14", "consent.changed", "c1", hours(57)), "topic", `"tips"`, "state", `"granted"`))
	add(with(of("15", "consent.changed", "c1", hours(30)), "topic", `"tips"`, "state", `"denied"`))
	add(with(of("16", "message.unsubscribed", "c1", hours(58))))
	review := with(of("17", "review.submitted", "c1", hours(90)), "product", `{"id":"p9","title":"The serum"}`, "rating", `4.5`)
	review.Order = &order.OrderPatch{ID: "o1"}
	add(review)
	till := placed("18", "o3", "c2", hours(33))
	till.Source, till.Order.Channel = "till", ptr("in_store")
	add(till)
	sent := placed("19", "o4", "c2", hours(34))
	sent.Order.Channel = ptr("in_store")
	sentLater := about("20", "order.delivered", "o4", hours(99))
	add(sent, sentLater)
	yen := placed("21", "o5", "c2", hours(35))
	yen.Order.Currency, yen.Order.Total = ptr("JPY"), ptr(int64(8000))
	add(yen, with(about("22", "order.refunded", "o5", hours(66)), "amount", `"3000"`))
	product := &order.Line{Source: "shop", ID: "p9@1", At: hours(3), Products: []order.ProductPatch{{ID: "p9", Category: ptr("skincare"), Price: ptr(int64(7500)), Currency: ptr("EUR"), Tags: &[]string{"vegan"}}}}
	retagged := &order.Line{Source: "shop", ID: "p9@2", At: hours(4), Products: []order.ProductPatch{{ID: "p9", Tags: &[]string{"travel", "gift"}}}}
	add(product, retagged)
	test := placed("23", "o6", "c1", hours(12))
	test.Order.Test = ptr(true)
	add(test)
	moved := about("24", "order.paid", "o3", hours(36))
	moved.Customer = &order.CustomerPatch{ID: "c1", Tags: &[]string{"vip"}, Attributes: map[string]json.RawMessage{"skin": []byte(`"dry"`)}}
	add(moved)
	add(with(about("25", "warranty.registered", "o5", hours(67)), "serial", `"X"`, "paid", `"5000"`))
	return lines
}

func anyArrival(l *lab) {
	lines := Tale()
	rounds := 30
	var want string
	for seed := range rounds {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		shuffled := append([]*order.Line(nil), lines...)
		if seed > 0 {
			r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		}
		for range 3 { // some come twice
			shuffled = append(shuffled, shuffled[r.IntN(len(shuffled))])
		}
		prefixed := make([]*order.Line, len(shuffled))
		for i, line := range shuffled {
			prefixed[i] = renamed(line, fmt.Sprintf("r%02d.", seed))
		}
		l.take(prefixed...)
		got := strings.ReplaceAll(l.picture(fmt.Sprintf("r%02d.", seed)), fmt.Sprintf("r%02d.", seed), "")
		if seed == 0 {
			want = got
			continue
		}
		if got != want {
			l.Fatalf("seed %d: the order of arrival made a difference\n%s", seed, firstDifference(got, want))
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			other := "(nothing)"
			if i < len(w) {
				other = w[i]
			}
			return fmt.Sprintf(" got %s\nwant %s", g[i], other)
		}
	}
	return "(one is the beginning of the other)"
}

// renamed is a line about other customers, orders and products, so that one store holds many copies of a tale.
func renamed(in *order.Line, prefix string) *order.Line {
	l := *in
	l.ID = prefix + l.ID
	if l.Customer != nil {
		c := *l.Customer
		c.ID = prefix + c.ID
		if c.Email != nil {
			c.Email = ptr(prefix + *c.Email)
		}
		l.Customer = &c
	}
	if l.Order != nil {
		o := *l.Order
		o.ID = prefix + o.ID
		l.Order = &o
	}
	return &l
}

// picture is all that a tale left in the store, as text.
func (l *lab) picture(prefix string) string {
	var b strings.Builder
	f := l.facts(store.FactsQuery{
		Customers: []string{prefix + "c1", prefix + "c2"}, CustomerOrders: true, Reviews: true, Consents: true,
		EventTypes: []string{"order.placed", "order.paid", "order.shipped", "order.delivered", "order.refunded", "order.cancelled", "review.submitted", "warranty.registered", "consent.changed"},
		Orders:     []string{prefix + "o1", prefix + "o2", prefix + "o3", prefix + "o4", prefix + "o5", prefix + "o6"},
	})
	for _, id := range []string{"c1", "c2"} {
		p := f.People[prefix+id]
		fmt.Fprintf(&b, "%s %s %s\n", id, p.Email, show(facts.ObjectOf(p.Row)))
		fmt.Fprintf(&b, "%s choices %v suppressed %v\n", id, p.Choices, p.Suppressed)
		for _, v := range p.Reviews {
			fmt.Fprintf(&b, "%s review %s\n", id, show(v))
		}
		for _, e := range p.Events {
			fmt.Fprintf(&b, "%s event %s %s %s %s %s %v\n", id, e.Source, e.ID, e.Type, e.At, e.Order, showMap(e.Properties))
		}
	}
	for i := 1; i <= 6; i++ {
		o := f.Orders[fmt.Sprintf("%so%d", prefix, i)]
		fmt.Fprintf(&b, "%s of %s: %s\n", o.ID, o.Customer, show(o.Value))
		for _, s := range o.Shipments {
			fmt.Fprintf(&b, "%s parcel %s\n", o.ID, show(s))
		}
	}
	return b.String()
}

// show is a value as text.
func show(v facts.Value) string {
	switch v.Kind() {
	case facts.Object:
		row, _ := v.Record().(facts.Row)
		parts := make([]string, len(row))
		for i := range row {
			parts[i] = show(row[i])
		}
		return "{" + strings.Join(parts, " ") + "}"
	case facts.List:
		parts := make([]string, len(v.List()))
		for i := range v.List() {
			parts[i] = show(v.List()[i])
		}
		return "[" + strings.Join(parts, " ") + "]"
	case facts.Absent:
		return "-"
	case facts.Bool:
		return fmt.Sprint(v.True())
	case facts.Number:
		return facts.FormatNumber(v.Millionths())
	case facts.Money:
		return fmt.Sprintf("%d%s", v.Minor(), v.Currency())
	case facts.Time:
		return v.Time().Format(time.RFC3339)
	case facts.String, facts.URL:
		return fmt.Sprintf("%q", v.Text())
	case facts.Duration:
		return fmt.Sprint(v.Span())
	}
	return "?"
}

func showMap(m map[string]facts.Value) string {
	text := map[string]string{}
	for k, v := range m {
		text[k] = show(v)
	}
	return fmt.Sprint(text)
}
