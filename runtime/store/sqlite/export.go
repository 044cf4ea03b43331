package sqlite

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/flowc/flowc/runtime/store"
)

// instantOf is an integer column as contracts.md writes instants.
func instantOf(column string) string {
	return `strftime('%Y-%m-%dT%H:%M:%fZ', ` + column + ` / 1000.0, 'unixepoch')`
}

// The parts of an export: a query each, whose rows are JSON objects. ?1 are the ids of the person's records, ?2 the addresses that they had.
var exported = []struct {
	name, query string
	into        func(*store.Export) *[]json.RawMessage
}{
	{"identities", `select json_object('kind', kind, 'value', value, 'customer', customer_id, 'verified', json(iif(verified, 'true', 'false')), 'first_seen', first_seen, 'last_seen', last_seen)
from identities where customer_id in ` + among + ` order by kind, value`, func(e *store.Export) *[]json.RawMessage { return &e.Identities }},
	{"orders", `select json_object('id', o.id, 'source', o.source, 'number', o.number, 'channel', o.channel, 'status', o.status, 'placed_at', o.placed_at, 'paid_at', o.paid_at,
  'cancelled_at', o.cancelled_at, 'shipped_at', o.shipped_at, 'delivered_at', o.delivered_at, 'currency', o.currency, 'total_minor', o.total_minor,
  'subtotal_minor', o.subtotal_minor, 'discount_minor', o.discount_minor, 'shipping_minor', o.shipping_minor, 'tax_minor', o.tax_minor, 'refunded_minor', o.refunded_minor,
  'url', o.url, 'location', o.location, 'gift_message', o.gift_message, 'customer_note', o.customer_note, 'discount_codes', json(o.discount_codes), 'tags', json(o.tags),
  'attributes', json(o.attrs), 'test', json(iif(o.is_test, 'true', 'false')),
  'items', (select json_group_array(json_object('id', i.id, 'product', i.product_id, 'sku', i.sku, 'title', i.title, 'variant_title', i.variant_title, 'quantity', i.quantity,
    'unit_minor', i.unit_minor, 'total_minor', i.total_minor) order by i.line_no) from order_items i where i.order_id = o.id),
  'shipments', (select json_group_array(json_object('id', s.id, 'carrier', s.carrier, 'tracking_number', s.tracking_number, 'tracking_url', s.tracking_url,
    'shipped_at', s.shipped_at, 'delivered_at', s.delivered_at) order by s.id) from shipments s where s.order_id = o.id),
  'refunds', (select json_group_array(json_object('at', f.at, 'amount_minor', f.amount_minor, 'reason', f.reason) order by f.at) from refunds f where f.order_id = o.id))
from orders o where o.customer_id in ` + among + ` order by o.placed_at, o.id`, func(e *store.Export) *[]json.RawMessage { return &e.Orders }},
	{"events", `select json_object('source', source, 'id', id, 'type', type, 'at', at, 'order', order_id, 'shipment', shipment, 'properties', json(properties), 'received_at', received_at)
from events where customer_id in ` + among + ` or order_id in (select id from orders where customer_id in ` + among + `) order by at, source, id`,
		func(e *store.Export) *[]json.RawMessage { return &e.Events }},
	{"reviews", `select json_object('source', source, 'id', id, 'order', order_id, 'product', product_id, 'rating', rating / 1000000.0, 'title', title, 'body', body, 'at', at)
from reviews where customer_id in ` + among + ` order by at, source, id`, func(e *store.Export) *[]json.RawMessage { return &e.Reviews }},
	{"consents", `select json_object('channel', channel, 'address', address, 'topic', topic, 'state', state, 'basis', basis, 'source', source, 'event', event, 'at', at, 'evidence', json(evidence))
from consents where customer_id <> '' and customer_id in ` + among + ` or address in (select value from json_each(?2)) order by at, seq`, func(e *store.Export) *[]json.RawMessage { return &e.Consents }},
	{"suppressions", `select json_object('channel', channel, 'address', address, 'reason', reason, 'at', at, 'evidence', json(evidence))
from suppressions where address in (select value from json_each(?2)) or address in (select 'customer:' || value from json_each(?1)) order by at, address`,
		func(e *store.Export) *[]json.RawMessage { return &e.Suppressions }},
	{"lifts", `select json_object('channel', channel, 'address', address, 'at', at, 'evidence', json(evidence)) from lifts
where address in (select value from json_each(?2)) and ?1 <> '' order by at, address`, func(e *store.Export) *[]json.RawMessage { return &e.Lifts }},
	{"journeys", `select json_object('journey', flow || ':' || key, 'flow', flow, 'order', order_id, 'entered_at', ` + instantOf("entered_ms") + `, 'state', iif(over = 0, state, null),
  'due_at', ` + instantOf("due_ms") + `, 'outcome', case over when 0 then 'under_way' when 1 then 'finished' else 'left' end, 'remembers', json(data))
from journeys where customer_id in ` + among + ` order by entered_ms, id`, func(e *store.Export) *[]json.RawMessage { return &e.Journeys }},
	{"trail", `select json_object('journey', j.flow || ':' || j.key, 'at', ` + instantOf("t.at_ms") + `, 'kind', t.kind, 'node', t.node, 'outcome', t.outcome, 'reason', t.reason, 'variant', t.variant)
from journeys j join trail t on t.journey = j.id where j.customer_id in ` + among + ` order by t.at_ms, t.ord, t.id`, func(e *store.Export) *[]json.RawMessage { return &e.Trail }},
	{"draws", `select json_object('address', address, 'unit', unit, 'variant', variant) from draws where unit = 'customer' and unit_id in ` + among + ` order by address`,
		func(e *store.Export) *[]json.RawMessage { return &e.Draws }},
	{"messages", `select json_object('kind', kind, 'journey', flow || ':' || key, 'node', node, 'round', round, 'channel', channel, 'topic', topic, 'variant', variant, 'address', address,
  'locale', locale, 'subject', subject, 'outcome', iif(status = 'accepted', 'sent', status), 'reason', reason, 'released_at', ` + instantOf("released_ms") + `, 'at', ` + instantOf("at_ms") + `,
  'answer', answer, 'content', iif(json_valid(payload), json(payload), null))
from outbox where customer_id in ` + among + ` order by released_ms, ord, id`, func(e *store.Export) *[]json.RawMessage { return &e.Messages }},
	{"pauses", `select json_object('reason', reason, 'at', ` + instantOf("at_ms") + `) from pauses where scope = 'customer' and name in ` + among,
		func(e *store.Export) *[]json.RawMessage { return &e.Pauses }},
}

const exportCustomer = `select json_object('id', id, 'created_at', created_at, 'updated_at', updated_at, 'email', email, 'phone', phone, 'loyalty_id', loyalty_id,
  'first_name', first_name, 'last_name', last_name, 'locale', locale, 'timezone', timezone, 'country', country, 'city', city, 'birthday', substr(birthday, 1, 10),
  'preferred_channel', preferred_channel, 'tags', json(tags), 'attributes', json(attrs), 'order_count', order_count, 'total_spent_minor', total_spent_minor,
  'currency', currency, 'first_order_at', first_order_at, 'last_order_at', last_order_at, 'merged_into', merged_into, 'erased_at', redacted_at)
from customers where id = ?`

// Export is all that is known of a customer.
func (r *reader) Export(_ context.Context, customer string) (*store.Export, error) {
	ids, err := r.records(customer)
	if err != nil {
		return nil, fmt.Errorf("export %q: %w", customer, err)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("export %q: %w", customer, store.ErrNobody)
	}
	addresses, err := r.addressesOf(ids)
	if err != nil {
		return nil, fmt.Errorf("export %q: %w", customer, err)
	}
	e := &store.Export{}
	var text string
	if _, err := r.c.one(exportCustomer, []any{ids[0]}, &text); err != nil {
		return nil, fmt.Errorf("export %q: %w", customer, err)
	}
	e.Customer = json.RawMessage(text)
	for _, part := range exported {
		rows := part.into(e)
		*rows = []json.RawMessage{}
		args := []any{list(ids), list(addresses)}
		err := r.c.each(part.query, args[:parameters(part.query, len(args))], func(scan func(...any) error) error {
			var text string
			err := scan(&text)
			*rows = append(*rows, json.RawMessage(text))
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("export %q: %s: %w", customer, part.name, err)
		}
	}
	return e, nil
}
