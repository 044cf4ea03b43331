package segmenttest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// history is one customer's own history.
type history struct {
	orders, reviews []facts.Value
	events          map[string][]facts.Value
	messages        []expr.Sent
}

func (h *history) Orders() []facts.Value            { return h.orders }
func (h *history) Reviews() []facts.Value           { return h.reviews }
func (h *history) Events(kind string) []facts.Value { return h.events[kind] }
func (h *history) Messages() []expr.Sent            { return h.messages }

// placed is an order while its customer is made.
type placed struct {
	id     string
	at     time.Time
	counts bool
	test   bool
	values map[string]facts.Value
	lines  map[string]facts.Value
	net    int64
}

func (w *world) customer(id string) {
	h := &history{events: map[string][]facts.Value{}}
	zoneName, locale := pick(w.r, zones), pick(w.r, locales)
	zone := expr.Zone(zoneName, project)

	orders := w.orders(id)
	var list []facts.Value
	var counted []time.Time
	count, spent := int64(0), int64(0)
	for _, o := range orders {
		o.values["sequence"] = facts.Int(int64(len(counted) + 1))
		v := row(types.Object("order"), o.values)
		list = append(list, v)
		if !o.test {
			h.orders = append(h.orders, v)
		}
		if o.counts {
			counted = append(counted, o.at)
			count++
			spent += o.net
		}
	}

	values, attrs := w.properties(ownFields("customer", order.CustomerType))
	texts := map[string]string{
		"email": some(w, emails), "first_name": some(w, words), "last_name": some(w, words), "country": some(w, countries),
		"city": some(w, words), "preferred_channel": some(w, []string{"email", "sms"}), "locale": locale, "timezone": zoneName,
	}
	columns := []string{"id", "created_at", "updated_at", "order_count", "total_spent_minor", "currency", "tags", "attrs", "first_order_at", "last_order_at", "birthday"}
	created := w.instant()
	tags, tagJSON := w.tags()
	args := []any{id, format(created), format(created), count, spent, "EUR", tagJSON, attrs, nil, nil, nil}
	if w.r.IntN(4) == 0 && count > 0 { // counted while another currency was the project's first
		args[4], args[5] = pick(w.r, minors), pick(w.r, []string{"USD", "JPY", "GBP"})
	}
	if count > 0 {
		first, last := counted[0], counted[len(counted)-1]
		values["first_order_at"], values["last_order_at"] = facts.TimeOf(first), facts.TimeOf(last)
		values["days_since_last_order"] = expr.DaysSince(last, now, zone)
		args[8], args[9] = format(first), format(last)
	}
	if w.r.IntN(2) == 0 {
		born := time.Date(1960+w.r.IntN(60), time.Month(1+w.r.IntN(12)), 1+w.r.IntN(28), 0, 0, 0, 0, time.UTC)
		values["birthday"], args[10] = facts.TimeOf(born), format(born)
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		values[name] = facts.Optional(texts[name])
		columns, args = append(columns, name), append(args, w.stored(texts[name]))
	}
	values["id"], values["created_at"], values["tags"], values["orders"] = facts.StringOf(id), facts.TimeOf(created), tags, facts.ListOf(list)
	values["order_count"], values["total_spent"] = facts.Int(count), facts.MoneyOf(spent, "EUR")
	values["average_order_value"] = facts.MoneyOf(expr.AverageOrderValue(spent, count), "EUR")
	values["median_days_between_orders"] = expr.MedianDays(counted, zone)
	exec(w.t, w.db, "insert into customers ("+strings.Join(columns, ", ")+") values (?"+strings.Repeat(", ?", len(columns)-1)+")", args...)

	w.reviews(id, h)
	w.events(id, h, orders)
	w.messages(id, h)
	env := &expr.Env{Customer: row(types.Object("customer"), values), Now: now, Zone: zone, Locale: locale, History: h}
	if locale == "" {
		env.Locale = "de"
	}
	w.envs, w.ids = append(w.envs, env), append(w.ids, id)
}

// orders are a customer's orders that are placed, by placed_at and id.
func (w *world) orders(customer string) []*placed {
	var orders []*placed
	for i := range w.r.IntN(6) {
		if o := w.order(customer, fmt.Sprintf("%s-o%d", customer, i)); o != nil {
			orders = append(orders, o)
		}
	}
	if len(orders) > 1 && w.r.IntN(3) == 0 { // two at one instant
		orders[0].at = orders[1].at
		orders[0].values["placed_at"] = facts.TimeOf(orders[0].at)
		exec(w.t, w.db, "update orders set placed_at = ? where id = ?", format(orders[0].at), orders[0].id)
	}
	slices.SortFunc(orders, func(a, b *placed) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	return orders
}

func (w *world) order(customer, id string) *placed {
	o := &placed{id: id, at: w.instant(), test: w.r.IntN(6) == 0, lines: map[string]facts.Value{}}
	code, status, channel := pick(w.r, money), pick(w.r, order.Statuses), pick(w.r, channels)
	o.counts = !o.test && status != "cancelled"
	total, refunded := pick(w.r, minors), pick(w.r, []int64{0, 0, 500})
	if code == "EUR" {
		o.net = total - refunded
	}
	amount := func(minor int64) facts.Value { return facts.MoneyOf(minor, code) }
	tags, tagJSON := w.tags()
	codes, codeJSON := w.tags()
	values, attrs := w.properties(ownFields("order", order.OrderType))
	o.values = values
	delivered, deliveredText := w.maybeInstant()
	location, note := some(w, words), some(w, words)
	test := 0
	if o.test {
		test = 1
	}
	var placedAt any = format(o.at)
	unplaced := w.r.IntN(8) == 0
	if unplaced {
		placedAt = nil
	}
	exec(w.t, w.db, `insert into orders (id, source, number, customer_id, channel, status, placed_at, currency, total_minor, subtotal_minor, discount_minor, shipping_minor, tax_minor,
  refunded_minor, location, customer_note, delivered_at, discount_codes, tags, attrs, is_test, updated_at) values (?, 's', ?, ?, ?, ?, ?, ?, ?, ?, 1, 2, 3, ?, ?, ?, ?, ?, ?, ?, ?, '')`,
		id, "N"+id, customer, channel, status, placedAt, code, total, total, refunded, w.stored(location), w.stored(note), deliveredText, codeJSON, tagJSON, attrs, test)
	items := w.items(o, code)
	carrier, number := w.parcels(id)
	for name, v := range map[string]facts.Value{
		"id": facts.StringOf(id), "number": facts.StringOf("N" + id), "placed_at": facts.TimeOf(o.at), "channel": facts.StringOf(channel), "currency": facts.StringOf(code),
		"status": facts.StringOf(status), "total": amount(total), "subtotal": amount(total), "discount": amount(1), "shipping": amount(2), "tax": amount(3),
		"refunded": amount(refunded), "discount_codes": codes, "tags": tags, "test": facts.BoolOf(o.test), "items": items,
		"location": facts.Optional(location), "customer_note": facts.Optional(note), "delivered_at": facts.TimeOf(delivered), "carrier": carrier, "tracking_number": number,
	} {
		o.values[name] = v
	}
	if unplaced {
		return nil
	}
	return o
}

func (w *world) items(o *placed, code string) facts.Value {
	var list []facts.Value
	for n := range 1 + w.r.IntN(3) {
		id, product := fmt.Sprintf("%s-%d", o.id, n), pick(w.r, w.pids)
		quantity := pick(w.r, []int64{1, 2, 3, 10, 0, 5_000_000_000_000})
		sku, variant, title, image := some(w, words), some(w, words), pick(w.r, words), some(w, []string{"https://x.test/line.jpg"})
		unit, total := pick(w.r, minors), pick(w.r, minors)
		exec(w.t, w.db, `insert into order_items (order_id, line_no, id, product_id, sku, title, variant_title, quantity, unit_minor, total_minor, image_url)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, o.id, n+1, id, product, w.stored(sku), title, w.stored(variant), quantity, unit, total, w.stored(image))
		bought := w.products[product]
		if image != "" {
			own := slices.Clone(bought.Record().(facts.Row))
			own[order.ProductType.Field("image_url").Index] = facts.URLOf(image)
			bought = facts.ObjectOf(own)
		}
		item := row(types.Object("item"), map[string]facts.Value{
			"id": facts.StringOf(id), "title": facts.StringOf(title), "quantity": facts.Int(quantity), "unit_price": facts.MoneyOf(unit, code),
			"total": facts.MoneyOf(total, code), "product": bought, "sku": facts.Optional(sku), "variant_title": facts.Optional(variant),
		})
		o.lines[id] = item
		list = append(list, item)
	}
	return facts.ListOf(list)
}

// parcels makes parcels and answers carrier and number of the one that left first.
func (w *world) parcels(id string) (carrier, number facts.Value) {
	type parcel struct {
		id, carrier, number string
		at                  time.Time
	}
	var all []parcel
	for n := range w.r.IntN(3) {
		p := parcel{id: fmt.Sprint("s", n), carrier: some(w, []string{"DHL", "UPS"}), number: some(w, words)}
		at, text := w.maybeInstant()
		p.at = at
		exec(w.t, w.db, "insert into shipments (order_id, id, carrier, tracking_number, shipped_at) values (?, ?, ?, ?, ?)", id, p.id, w.stored(p.carrier), w.stored(p.number), text)
		all = append(all, p)
	}
	if len(all) == 0 {
		return facts.Value{}, facts.Value{}
	}
	first := slices.MinFunc(all, func(a, b parcel) int {
		if a.at.IsZero() != b.at.IsZero() {
			if a.at.IsZero() {
				return 1
			}
			return -1
		}
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return strings.Compare(a.id, b.id)
	})
	return facts.Optional(first.carrier), facts.Optional(first.number)
}

func (w *world) reviews(customer string, h *history) {
	of := types.Event("review.submitted").Type
	for n := range w.r.IntN(3) {
		at, rating := w.instant(), int64(1+w.r.IntN(5))*facts.Scale
		exec(w.t, w.db, "insert into reviews (source, id, customer_id, rating, at) values ('s', ?, ?, ?, ?)", fmt.Sprint(customer, n), customer, rating, format(at))
		h.reviews = append(h.reviews, row(of, map[string]facts.Value{"at": facts.TimeOf(at), "rating": facts.NumberOf(rating)}))
	}
}

func (w *world) events(customer string, h *history, orders []*placed) {
	for n := range w.r.IntN(6) {
		kind := pick(w.r, kinds)
		of := types.Event(kind).Type
		e := &order.Event{Type: kind, At: w.instant(), Customer: customer}
		var fields []*facts.Field
		for _, f := range of.Fields {
			if f.Name != "at" && f.Name != "type" && f.Name != "items" {
				fields = append(fields, f)
			}
		}
		properties, raw := w.properties(fields)
		var about any
		if len(orders) > 0 {
			o := pick(w.r, orders)
			about = o.id
			if of.Field("items") != nil && w.r.IntN(3) > 0 {
				var list []facts.Value
				var ids []string
				for _, id := range slices.Sorted(maps.Keys(o.lines)) {
					if w.r.IntN(2) == 0 {
						list, ids = append(list, o.lines[id]), append(ids, id)
					}
				}
				properties["items"] = facts.ListOf(list)
				_, items := textList(append(ids, "no such line"))
				raw = strings.TrimSuffix(raw, "}")
				if raw != "{" {
					raw += ","
				}
				raw += `"items":` + items + "}"
			}
		}
		e.Properties = properties
		exec(w.t, w.db, "insert into events (source, id, type, at, customer_id, order_id, properties, received_at) values ('s', ?, ?, ?, ?, ?, ?, '')",
			fmt.Sprint(customer, "-", n), kind, format(e.At), customer, about, raw)
		h.events[kind] = append(h.events[kind], facts.ObjectOf(e))
	}
}

func (w *world) messages(customer string, h *history) {
	for n := range w.r.IntN(4) {
		m := expr.Sent{Flow: pick(w.r, flows), Topic: pick(w.r, topics), At: w.instant(), Clicked: w.r.IntN(2) == 0}
		status := pick(w.r, []string{"planned", "claimed", "handing_off", "retry_wait", "accepted", "accepted", "unknown", "failed", "dropped", "held_out"})
		key := fmt.Sprint(customer, n)
		var next any
		if slices.Contains([]string{"planned", "claimed", "handing_off", "retry_wait"}, status) {
			next = 1
		}
		kind := "message"
		if w.r.IntN(6) == 0 {
			kind = "webhook"
		}
		exec(w.t, w.db, `insert into outbox (flow, key, node, round, kind, status, journey, customer_id, channel, sender, topic, marketing, program, released_ms, next_ms, at_ms, ord)
  values (?, ?, 'ask', '0', ?, ?, 1, ?, 'email', 'default', ?, 1, 'x', ?, ?, 0, 0)`, m.Flow, key, kind, status, customer, m.Topic, m.At.UnixMilli(), next)
		if m.Clicked {
			exec(w.t, w.db, "insert into events (source, id, type, at, customer_id, properties, received_at) values ('clicks', ?, 'message.clicked', ?, ?, json_object('flow', ?, 'key', ?, 'node', 'ask', 'round', '0'), '')",
				key, format(now), customer, m.Flow, key)
		}
		if kind == "message" && !slices.Contains([]string{"failed", "dropped", "held_out"}, status) {
			h.messages = append(h.messages, m)
		}
	}
}
