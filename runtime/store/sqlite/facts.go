package sqlite

import (
	"context"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Facts loads what q asks for, in a number of queries that does not depend on the number of customers.
func (r *reader) Facts(ctx context.Context, q store.FactsQuery) (*store.Facts, error) {
	l := &loading{reader: r, q: q, shapes: store.ShapesOf(q.Objects), out: &store.Facts{
		People: make(map[string]*store.Person, len(q.Customers)), Orders: map[string]*store.Order{}, Events: map[int64]*order.Event{},
	}}
	for _, part := range []struct {
		what string
		load func() error
	}{
		{"orders", l.loadOrders},
		{"reviews", l.loadReviews},
		{"events", l.loadEvents},
		{"products", l.loadProducts},
		{"customers", l.loadCustomers},
		{"messages", l.loadMessages},
		{"journeys under way", l.loadActive},
		{"consent", l.loadConsent},
	} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := part.load(); err != nil {
			return nil, fmt.Errorf("load %s: %w", part.what, err)
		}
	}
	return l.out, nil
}

// loading is one query for facts on its way. Rows are read first, then the products that they name, then values are made.
type loading struct {
	*reader
	q      store.FactsQuery
	shapes *store.Shapes
	out    *store.Facts

	orders     []*store.OrderRow // by placed_at
	reviews    []reviewRow
	events     []eventRow
	productIDs map[string]bool
	products   map[string]facts.Value
}

type reviewRow struct {
	customer, product, title, body string
	rating                         int64
	at                             time.Time
}

type eventRow struct {
	*order.Event
	properties  string
	asked, mine bool // by seq; by type, of a customer
}

func (l *loading) zone() *time.Location {
	if l.q.Zone == nil {
		return time.UTC
	}
	return l.q.Zone
}

func (l *loading) needs(product string) {
	if l.productIDs == nil {
		l.productIDs = map[string]bool{}
	}
	if product != "" {
		l.productIDs[product] = true
	}
}

// Of the orders before one, cancelled and test orders do not count for its place.
const sequence = `(select count(*) from orders p indexed by orders_customer where p.customer_id = o.customer_id and p.placed_at <= o.placed_at
  and (p.placed_at < o.placed_at or p.id < o.id) and p.status <> 'cancelled' and p.is_test = 0) + 1`

const (
	ordersByID       = `select ` + orderColumns + `, ` + sequence + ` from json_each(?) x cross join orders o on o.id = x.value`
	ordersByCustomer = `select ` + orderColumns + `, 0 from json_each(?) x cross join orders o indexed by orders_customer on o.customer_id = x.value
where o.placed_at is not null order by o.customer_id, o.placed_at, o.id`
	itemsQuery     = `select ` + itemColumns + `, i.order_id from json_each(?) x cross join order_items i on i.order_id = x.value order by i.order_id, i.line_no`
	shipmentsQuery = `select ` + shipmentColumns + `, s.order_id from json_each(?) x cross join shipments s on s.order_id = x.value order by s.order_id, s.id`
)

func (l *loading) loadOrders() error {
	byID := map[string]*store.OrderRow{}
	read := func(query string, ids []string) error {
		return l.c.each(query, []any{list(ids)}, func(scan func(...any) error) error {
			var place int64
			o, err := scanOrder(scan, false, &place)
			if err != nil {
				return err
			}
			if byID[o.ID] == nil {
				o.Sequence = place
				byID[o.ID] = o
				l.orders = append(l.orders, o)
			}
			return nil
		})
	}
	if l.q.CustomerOrders && len(l.q.Customers) > 0 {
		if err := read(ordersByCustomer, l.q.Customers); err != nil {
			return err
		}
		number(l.orders)
	}
	var rest []string
	for _, id := range l.q.Orders {
		if id != "" && byID[id] == nil {
			rest = append(rest, id)
		}
	}
	if len(rest) > 0 {
		if err := read(ordersByID, rest); err != nil {
			return err
		}
	}
	if len(byID) == 0 {
		return nil
	}
	ids := list(slices.Collect(maps.Keys(byID)))
	err := l.c.each(itemsQuery, []any{ids}, func(scan func(...any) error) error {
		var of string
		it, err := scanItem(scan, &of)
		if err != nil {
			return err
		}
		l.needs(it.Product)
		byID[of].Items = append(byID[of].Items, it)
		return nil
	})
	if err != nil {
		return fmt.Errorf("items: %w", err)
	}
	err = l.c.each(shipmentsQuery, []any{ids}, func(scan func(...any) error) error {
		var of string
		p, err := scanShipment(scan, false, &of)
		if err != nil {
			return err
		}
		byID[of].Shipments = append(byID[of].Shipments, p)
		return nil
	})
	if err != nil {
		return fmt.Errorf("parcels: %w", err)
	}
	return nil
}

// number gives all orders of customers, sorted, their places.
func number(orders []*store.OrderRow) {
	place, of := int64(1), ""
	for _, o := range orders {
		if o.Customer != of {
			place, of = 1, o.Customer
		}
		o.Sequence = place
		if o.Status != "cancelled" && !o.Test {
			place++
		}
	}
}

const reviewsQuery = `select v.customer_id, coalesce(v.product_id, ''), v.rating, coalesce(v.title, ''), coalesce(v.body, ''), v.at
from json_each(?) x cross join reviews v indexed by reviews_customer on v.customer_id = x.value order by v.customer_id, v.at, v.source, v.id`

func (l *loading) loadReviews() error {
	if !l.q.Reviews || len(l.q.Customers) == 0 {
		return nil
	}
	return l.c.each(reviewsQuery, []any{list(l.q.Customers)}, func(scan func(...any) error) error {
		var v reviewRow
		var at string
		if err := scan(&v.customer, &v.product, &v.rating, &v.title, &v.body, &at); err != nil {
			return err
		}
		v.at = store.ParseInstant(at)
		l.needs(v.product)
		l.reviews = append(l.reviews, v)
		return nil
	})
}

const eventColumns = `e.seq, e.source, e.id, e.type, e.at, coalesce(e.customer_id, ''), coalesce(e.order_id, ''), coalesce(e.shipment, ''), e.received_at, e.state < 2, e.properties`

func scanEvent(scan func(...any) error) (eventRow, error) {
	e := &order.Event{}
	var at, received, properties string
	err := scan(&e.Seq, &e.Source, &e.ID, &e.Type, &at, &e.Customer, &e.Order, &e.Shipment, &received, &e.Fresh, &properties)
	e.At, e.Received = store.ParseInstant(at), store.ParseInstant(received)
	return eventRow{Event: e, properties: properties}, err
}

const (
	eventsByCustomer = `select ` + eventColumns + ` from json_each(?1) x cross join events e indexed by events_customer on e.customer_id = x.value
where e.type in (select value from json_each(?2)) and e.state > 0`
	eventsByOrder = `select ` + eventColumns + ` from json_each(?1) x cross join events e indexed by events_order on e.order_id = x.value
where e.type in (select value from json_each(?2)) and e.state > 0`
	eventsBySeq = `select ` + eventColumns + ` from json_each(?) x cross join events e on e.seq = x.value`
)

func (l *loading) loadEvents() error {
	seen := map[int64]int{}
	read := func(mine, asked bool, query string, args ...any) error {
		return l.c.each(query, args, func(scan func(...any) error) error {
			e, err := scanEvent(scan)
			if err != nil {
				return err
			}
			i, known := seen[e.Seq]
			if !known {
				i = len(l.events)
				seen[e.Seq] = i
				l.events = append(l.events, e)
			}
			l.events[i].mine = l.events[i].mine || mine
			l.events[i].asked = l.events[i].asked || asked
			return nil
		})
	}
	if len(l.q.EventTypes) > 0 {
		types := list(l.q.EventTypes)
		if err := read(true, false, eventsByCustomer, list(l.q.Customers), types); err != nil {
			return err
		}
		if err := read(true, false, eventsByOrder, list(l.q.Orders), types); err != nil {
			return err
		}
	}
	if len(l.q.EventSeqs) > 0 {
		if err := read(false, true, eventsBySeq, list(l.q.EventSeqs)); err != nil {
			return err
		}
	}
	for _, e := range l.events {
		for name, raw := range l.raw(e) {
			if f := l.eventType(e.Type).Type.Field(name); f != nil {
				l.needs(store.StoredProduct(f.Type, raw))
			}
		}
	}
	return nil
}

// untyped is the type of events whose declaration is gone: they are kept, and have no properties.
var untyped = order.NewEventType("", false)

func (l *loading) eventType(name string) *order.EventType {
	if t := l.q.Types[name]; t != nil {
		return t
	}
	if t := order.BuiltinEvents[name]; t != nil {
		return t
	}
	return untyped
}

func (l *loading) raw(e eventRow) map[string]json.RawMessage {
	if e.properties == "{}" {
		return nil
	}
	var m map[string]json.RawMessage
	if json.Unmarshal([]byte(e.properties), &m) != nil {
		return nil
	}
	return m
}

const productsQuery = `select ` + productColumns + ` from json_each(?) x cross join products p on p.id = x.value`

func (l *loading) loadProducts() error {
	l.products = make(map[string]facts.Value, len(l.productIDs))
	if len(l.productIDs) == 0 {
		return nil
	}
	return l.c.each(productsQuery, []any{list(slices.Collect(maps.Keys(l.productIDs)))}, func(scan func(...any) error) error {
		p, err := scanProduct(scan, false)
		if err != nil {
			return err
		}
		l.products[p.ID] = l.shapes.Product(p)
		return nil
	})
}

func (l *loading) product(id string) (facts.Value, bool) {
	v, ok := l.products[id]
	return v, ok
}

const customersQuery = `select ` + factColumns + ` from json_each(?) x cross join customers c on c.id = x.value`

// loadCustomers makes the values: of the orders, then of the customers who have them, then of what happened to them.
func (l *loading) loadCustomers() error {
	ofCustomer := map[string][]facts.Value{}
	counting := map[string][]facts.Value{}
	asked := make(map[string]bool, len(l.q.Orders))
	for _, id := range l.q.Orders {
		asked[id] = true
	}
	for _, o := range l.orders {
		value, items, shipments := l.shapes.Order(o, l.product)
		l.out.Orders[o.ID] = &store.Order{
			ID: o.ID, Customer: o.Customer, PlacedAt: o.PlacedAt, Test: o.Test, Value: value, Items: items, Shipments: shipments,
		}
		if l.q.CustomerOrders && !o.PlacedAt.IsZero() {
			ofCustomer[o.Customer] = append(ofCustomer[o.Customer], value)
			if !o.Test {
				counting[o.Customer] = append(counting[o.Customer], value)
			}
		}
	}
	if len(l.q.Customers) > 0 {
		var other []*store.CustomerRow // whose totals are in another currency
		var c store.CustomerRow        // the same for all, since a Shapes keeps nothing of it
		err := l.c.withHot(customersQuery, func(h *hot) error {
			return h.each(func(v []driver.Value) error {
				if err := customerOf(v, &c); err != nil {
					return err
				}
				p := &store.Person{ID: c.ID, Email: c.Email, Phone: c.Phone, Locale: c.Locale, Timezone: c.Timezone, Orders: counting[c.ID]}
				p.Row = l.shapes.Customer(&c, ofCustomer[c.ID], l.q.Currency, l.zone())
				l.out.People[c.ID] = p
				if c.OrderCount > 0 && c.Currency != l.q.Currency {
					kept := c
					other = append(other, &kept)
				}
				return nil
			}, list(l.q.Customers))
		})
		if err != nil {
			return err
		}
		if err := l.totals(other, ofCustomer); err != nil {
			return err
		}
	}
	for i := range l.reviews {
		v := &l.reviews[i]
		if p := l.out.People[v.customer]; p != nil {
			p.Reviews = append(p.Reviews, l.shapes.Review(v.at, l.named(v.product), v.rating, v.title, v.body))
		}
	}
	l.spreadEvents()
	return nil
}

// named is a product by its id, known or not; absent where there is no id.
func (l *loading) named(id string) facts.Value {
	if v, ok := l.products[id]; ok || id == "" {
		return v
	}
	return l.shapes.Product(store.NewProduct(id))
}

const totalsQuery = `select o.customer_id, sum(o.total_minor - o.refunded_minor) from json_each(?1) x cross join orders o indexed by orders_customer
  on o.customer_id = x.value where o.placed_at is not null and o.is_test = 0 and o.status <> 'cancelled' and o.currency = ?2 group by 1`

// totals counts what customers spent whose stored totals are in another currency than the one asked for: between an apply that changes
// the project's first currency and the next import.
func (l *loading) totals(rows []*store.CustomerRow, orders map[string][]facts.Value) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]string, len(rows))
	for i, c := range rows {
		ids[i], c.TotalSpent = c.ID, 0
	}
	spent := map[string]int64{}
	err := l.c.each(totalsQuery, []any{list(ids), l.q.Currency}, func(scan func(...any) error) error {
		var id string
		var minor int64
		err := scan(&id, &minor)
		spent[id] = minor
		return err
	})
	if err != nil {
		return err
	}
	for _, c := range rows {
		c.TotalSpent = spent[c.ID]
		l.out.People[c.ID].Row = l.shapes.Customer(c, orders[c.ID], l.q.Currency, l.zone())
	}
	return nil
}

// spreadEvents gives the events their properties and hands them to whom they concern, in the order of (at, source, id).
func (l *loading) spreadEvents() {
	slices.SortFunc(l.events, func(a, b eventRow) int { return a.Compare(b.Event) })
	for i := range l.events {
		e := &l.events[i]
		e.Properties = l.properties(*e)
		l.out.Events[e.Seq] = e.Event
		if !e.mine {
			continue
		}
		owner := e.Customer
		if o := l.out.Orders[e.Order]; owner == "" && o != nil {
			owner = o.Customer
		}
		if p := l.out.People[owner]; p != nil {
			p.Events = append(p.Events, e.Event)
		}
	}
}

func (l *loading) properties(e eventRow) map[string]facts.Value {
	raw := l.raw(e)
	t := l.eventType(e.Type)
	if len(raw) == 0 || len(t.Type.Fields) <= 2 { // at and type alone
		return nil
	}
	look := store.Lookup{Product: l.product}
	if o := l.out.Orders[e.Order]; o != nil {
		look.Item = func(id string) (facts.Value, bool) { return store.ItemByID(o.Items, id) }
	}
	out := make(map[string]facts.Value, len(raw))
	for name, value := range raw {
		f := t.Type.Field(name)
		if f == nil || name == "at" || name == "type" {
			continue
		}
		// A value was proved when it came in; a type that was declared anew since may make it absent.
		if v := store.StoredProperty(f.Type, value, look); !v.IsAbsent() {
			out[name] = v
		}
	}
	return out
}

// A message is clicked where an event of the customer names it.
const messagesQuery = `select o.customer_id, o.flow, coalesce(o.topic, ''), o.released_ms, exists (
  select 1 from events e indexed by events_customer where e.customer_id = o.customer_id and e.type = 'message.clicked' and e.properties ->> '$.flow' = o.flow
  and e.properties ->> '$.key' = o.key and e.properties ->> '$.node' = o.node and e.properties ->> '$.round' = o.round) from json_each(?) x
  cross join outbox o indexed by outbox_customer on o.customer_id = x.value
where o.kind = 'message' and o.status not in ('dropped', 'held_out', 'failed') order by o.customer_id, o.released_ms, o.id`

func (l *loading) loadMessages() error {
	if !l.q.Messages || len(l.q.Customers) == 0 {
		return nil
	}
	return l.c.each(messagesQuery, []any{list(l.q.Customers)}, func(scan func(...any) error) error {
		var customer string
		var s expr.Sent
		var at int64
		if err := scan(&customer, &s.Flow, &s.Topic, &at, &s.Clicked); err != nil {
			return err
		}
		s.At = time.UnixMilli(at).UTC()
		if p := l.out.People[customer]; p != nil {
			p.Messages = append(p.Messages, s)
		}
		return nil
	})
}

const activeQuery = `select j.customer_id, j.flow, count(*) from json_each(?) x cross join journeys j indexed by journeys_customer
  on j.customer_id = x.value where j.over = 0 group by 1, 2`

func (l *loading) loadActive() error {
	if !l.q.Active || len(l.q.Customers) == 0 {
		return nil
	}
	for _, p := range l.out.People {
		p.Active = map[string]int{}
	}
	return l.c.each(activeQuery, []any{list(l.q.Customers)}, func(scan func(...any) error) error {
		var customer, flow string
		var n int
		if err := scan(&customer, &flow, &n); err != nil {
			return err
		}
		if p := l.out.People[customer]; p != nil {
			p.Active[flow] = n
		}
		return nil
	})
}

func (l *loading) loadConsent() error {
	if !l.q.Consents || len(l.out.People) == 0 {
		return nil
	}
	var customers, addresses []string
	for id, p := range l.out.People {
		customers, addresses = append(customers, id), append(addresses, store.NormalEmail(p.Email))
	}
	words, err := l.words(customers, addresses)
	if err != nil {
		return err
	}
	for id, p := range l.out.People {
		address := store.NormalEmail(p.Email)
		p.Choices, p.Suppressed = words.Choices(id, address), words.Suppressed(address)
	}
	return nil
}
