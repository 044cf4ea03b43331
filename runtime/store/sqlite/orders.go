package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// orders writes what a line says of its order and works out what follows from it.
func (im *importing) orders() error {
	patch := im.l.Order
	if patch == nil {
		return nil
	}
	o, err := im.loadOrder(patch.ID)
	if err != nil {
		return err
	}
	if im.onlyNamed() {
		im.order = o
		return nil
	}
	known := o != nil
	if !known {
		o = store.NewOrder(patch.ID, im.l.Source, im.opt.Currency)
	}
	im.order = o
	im.wasInStore = o.Channel == "in_store"
	before := store.CountOf(o, im.opt.Currency)
	wasPlaced, oldCustomer, oldCurrency := !o.PlacedAt.IsZero(), o.Customer, o.Currency
	items := im.merge(o)
	if o.Currency != oldCurrency {
		if err := im.convert(o, oldCurrency); err != nil {
			return fmt.Errorf("amounts of order %q: %w", o.ID, err)
		}
	}
	if known {
		err = im.derive(o, im)
	} else {
		im.deriveNew(o)
	}
	if err != nil {
		return err
	}
	if err := im.saveOrder(o); err != nil {
		return err
	}
	if items {
		if err := im.saveItems(o, known); err != nil {
			return fmt.Errorf("write the items of order %q: %w", o.ID, err)
		}
	}
	if err := im.refund(o); err != nil {
		return fmt.Errorf("refund of order %q: %w", o.ID, err)
	}
	if err := im.count(before, store.CountOf(o, im.opt.Currency)); err != nil {
		return fmt.Errorf("counters: %w", err)
	}
	if !o.PlacedAt.IsZero() && !wasPlaced || o.Customer != oldCustomer {
		if err := im.release(o); err != nil {
			return fmt.Errorf("events of order %q: %w", o.ID, err)
		}
	}
	return nil
}

// merge writes what the line says of the order, and tells whether its items are new.
func (im *importing) merge(o *store.OrderRow) (items bool) {
	customer := im.customer
	if im.Type != nil && !im.Type.AboutOrder && im.l.Order.CustomerID == nil {
		customer = "" // who reviews an order need not be who placed it
	}
	o.Source = min(o.Source, im.l.Source)
	items = o.Merge(im.l.Order, customer, im.Stamp)
	switch {
	case im.l.Shipment != nil:
		o.Parcel(im.l.Shipment.ID).Merge(im.l.Shipment, im.Stamp)
	case im.l.Type == "order.shipped" || im.l.Type == "order.delivered":
		o.Parcel("") // without one named, an order has a single parcel of all its items
	}
	if im.l.Type == "order.cancelled" {
		o.Cancel(im.Stamp)
	}
	return items
}

// onlyNamed is true where the line only mentions an order, as a review does: that changes none and makes none.
func (im *importing) onlyNamed() bool {
	p := *im.l.Order
	p.ID = ""
	p.CustomerID = nil
	return im.Type != nil && !im.Type.AboutOrder && im.l.Shipment == nil && isZero(&p)
}

func isZero(p *order.OrderPatch) bool {
	return p.Number == nil && p.Channel == nil && p.Status == nil && p.Currency == nil && p.Total == nil && p.Subtotal == nil && p.Discount == nil &&
		p.Shipping == nil && p.Tax == nil && p.DiscountCodes == nil && p.Tags == nil && p.Test == nil && p.PlacedAt == nil &&
		p.EstimatedDeliveryAt == nil && p.URL == nil && p.Location == nil && p.GiftMessage == nil && p.CustomerNote == nil &&
		len(p.Attributes) == 0 && p.Items == nil
}

const insertRefund = `insert into refunds (source, id, order_id, at, amount_minor, reason) values (?, ?, ?, ?, ?, ?) on conflict do nothing`

func (im *importing) refund(o *store.OrderRow) error {
	if im.l.Type != "order.refunded" {
		return nil
	}
	_, err := im.c.exec(insertRefund, im.l.Source, im.l.ID, o.ID, store.FormatInstant(im.l.At), im.refunded(), null(im.Property("reason")))
	return err
}

const amountsQuery = `select e.seq, e.source, e.id, e.type, e.properties from events e indexed by events_order where e.order_id = ? and e.properties <> '{}'`

// convert reads the amounts anew that came before the order's currency was known: "8000" is another number of minor units in yen than
// in euros.
func (im *importing) convert(o *store.OrderRow, before string) error {
	type event struct {
		seq                          int64
		source, id, kind, properties string
	}
	var found []event
	err := im.c.each(amountsQuery, []any{o.ID}, func(scan func(...any) error) error {
		var e event
		err := scan(&e.seq, &e.source, &e.id, &e.kind, &e.properties)
		found = append(found, e)
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range found {
		properties, amount, err := store.ConvertAmounts(e.properties, before, o.Currency)
		if err != nil {
			return err
		}
		if properties == e.properties {
			continue
		}
		if _, err := im.c.exec(`update events set properties = ? where seq = ?`, properties, e.seq); err != nil {
			return err
		}
		if e.kind != "order.refunded" {
			continue
		}
		if _, err := im.c.exec(`update refunds set amount_minor = ? where source = ? and id = ?`, amount, e.source, e.id); err != nil {
			return err
		}
	}
	return nil
}

const milestonesQuery = `select e.type, coalesce(e.shipment, ''), min(e.at) from events e indexed by events_order where e.order_id = ?
  and e.type in ('order.placed', 'order.paid', 'order.cancelled', 'order.shipped', 'order.delivered') group by 1, 2`

// derive works out what follows from the order's events and refunds, and from the event of a line that is on its way in.
func (t *tx) derive(o *store.OrderRow, on *importing) error {
	var m store.Milestones
	var refunded int64
	if on != nil {
		m.Add(on.l.Type, on.parcel(), on.l.At)
		refunded = on.refunded()
	}
	err := t.c.each(milestonesQuery, []any{o.ID}, func(scan func(...any) error) error {
		var kind, shipment, at string
		if err := scan(&kind, &shipment, &at); err != nil {
			return err
		}
		m.Add(kind, shipment, store.ParseInstant(at))
		return nil
	})
	if err != nil {
		return fmt.Errorf("events of order %q: %w", o.ID, err)
	}
	var before int64
	if _, err := t.c.one(`select coalesce(sum(amount_minor), 0) from refunds indexed by refunds_order where order_id = ?`, []any{o.ID}, &before); err != nil {
		return fmt.Errorf("refunds of order %q: %w", o.ID, err)
	}
	o.Derive(m, before+refunded)
	return nil
}

// deriveNew is derive for an order of which this line is the first to tell: it has no other events and refunds.
func (im *importing) deriveNew(o *store.OrderRow) {
	var m store.Milestones
	m.Add(im.l.Type, im.parcel(), im.l.At)
	o.Derive(m, im.refunded())
}

// refunded is what the line itself pays back.
func (im *importing) refunded() int64 {
	if im.l.Type != "order.refunded" {
		return 0
	}
	return im.Amount("amount")
}

// release gives the order's events their customer, and lets those go that waited for the order to be placed.
func (im *importing) release(o *store.OrderRow) error {
	if !o.PlacedAt.IsZero() {
		_, err := im.c.exec(`update events indexed by events_waiting set state = 1 where order_id = ? and state = 0`, o.ID)
		if err != nil {
			return err
		}
	}
	if o.Customer == "" {
		return nil
	}
	_, err := im.c.exec(`update events indexed by events_order set customer_id = ?1 where order_id = ?2
  and (customer_id is null or customer_id <> ?1 and type in (select value from json_each(?3)))`, o.Customer, o.ID, list(im.aboutOrders()))
	if err != nil {
		return err
	}
	_, err = im.c.exec(`update reviews indexed by reviews_order set customer_id = ? where order_id = ? and customer_id is null`, o.Customer, o.ID)
	return err
}

// aboutOrders are the types of event that belong to their order's customer.
func (im *importing) aboutOrders() []string {
	var names []string
	for _, types := range []map[string]*order.EventType{order.BuiltinEvents, im.opt.Types} {
		for name, t := range types {
			if t.AboutOrder {
				names = append(names, name)
			}
		}
	}
	return names
}

const placedEvent = `select e.source, e.id, e.at, e.received_at from events e indexed by events_order
where e.order_id = ? and e.type = 'order.placed' order by e.at, e.source, e.id limit 1`

// inStore makes the delivery of an order that was placed in a store, unless its source says otherwise: by a delivery of its own, a
// parcel, or a day on which it should arrive. Where its source says so later, and nobody has looked at the delivery that was made, it
// is taken back.
func (im *importing) inStore() error {
	o := im.order
	if o == nil || o.Channel != "in_store" && !im.wasInStore {
		return nil
	}
	var source, id, at, received string
	found, err := im.c.one(placedEvent, []any{o.ID}, &source, &id, &at, &received)
	if err != nil || !found {
		return err
	}
	var n int64
	if o.Channel == "in_store" && len(o.Shipments) == 0 && o.EstimatedDeliveryAt.IsZero() {
		n, err = im.c.exec(insertEvent+` on conflict do nothing`, source, id+":delivered", "order.delivered", at, null(o.Customer), o.ID, nil, "{}", 1, received)
	} else {
		n, err = im.c.exec(`delete from events where source = ? and id = ? and type = 'order.delivered' and state = 1`, source, id+":delivered")
	}
	if err != nil || n == 0 {
		return err
	}
	if err := im.derive(o, nil); err != nil {
		return err
	}
	return im.saveOrder(o)
}

const orderColumns = `o.id, o.source, o.number, o.customer_id, o.channel, o.status, o.told_status, o.placed_at, o.paid_at, o.cancelled_at, o.estimated_delivery_at,
  o.shipped_at, o.delivered_at, o.currency, o.total_minor, o.subtotal_minor, o.discount_minor, o.shipping_minor, o.tax_minor, o.refunded_minor,
  o.url, o.location, o.gift_message, o.customer_note, o.discount_codes, o.tags, o.attrs, o.stamps, o.is_test, o.updated_at`

func scanOrder(scan func(...any) error, stamps bool, more ...any) (*store.OrderRow, error) {
	o := &store.OrderRow{}
	var customer, placed, paid, cancelled, estimated, shipped, delivered, url, location, gift, note sql.NullString
	var codes, tags, attrs, stampText, updated string
	err := scan(append([]any{
		&o.ID, &o.Source, &o.Number, &customer, &o.Channel, &o.Status, &o.ToldStatus, &placed, &paid, &cancelled, &estimated, &shipped, &delivered,
		&o.Currency, &o.Total, &o.Subtotal, &o.Discount, &o.Shipping, &o.Tax, &o.Refunded, &url, &location, &gift, &note, &codes, &tags, &attrs,
		&stampText, &o.Test, &updated,
	}, more...)...)
	if err != nil {
		return nil, err
	}
	o.Customer, o.URL, o.Location, o.GiftMessage, o.CustomerNote = customer.String, url.String, location.String, gift.String, note.String
	o.PlacedAt, o.PaidAt, o.CancelledAt = store.ParseInstant(placed.String), store.ParseInstant(paid.String), store.ParseInstant(cancelled.String)
	o.EstimatedDeliveryAt, o.ShippedAt = store.ParseInstant(estimated.String), store.ParseInstant(shipped.String)
	o.DeliveredAt, o.UpdatedAt = store.ParseInstant(delivered.String), store.ParseInstant(updated)
	if o.DiscountCodes, err = textList(codes); err == nil {
		o.Tags, o.Attrs, err = listAndAttrs(tags, attrs)
	}
	if err == nil && stamps {
		o.Stamps, err = store.DecodeStamps(stampText)
	}
	if err != nil {
		return nil, fmt.Errorf("order %q: %w", o.ID, err)
	}
	return o, nil
}

const (
	itemColumns     = `i.line_no, i.id, i.product_id, coalesce(i.sku, ''), i.title, coalesce(i.variant_title, ''), i.quantity, i.unit_minor, i.total_minor, coalesce(i.image_url, '')`
	shipmentColumns = `s.id, coalesce(s.carrier, ''), coalesce(s.tracking_number, ''), coalesce(s.tracking_url, ''), coalesce(s.shipped_at, ''),
  coalesce(s.delivered_at, ''), s.items, s.stamps`
)

func scanItem(scan func(...any) error, more ...any) (it store.ItemRow, err error) {
	err = scan(append([]any{&it.LineNo, &it.ID, &it.Product, &it.SKU, &it.Title, &it.VariantTitle, &it.Quantity, &it.Unit, &it.Total, &it.ImageURL}, more...)...)
	return it, err
}

func scanShipment(scan func(...any) error, stamps bool, more ...any) (p store.ShipmentRow, err error) {
	var shipped, delivered, stampText string
	var items sql.NullString
	if err = scan(append([]any{&p.ID, &p.Carrier, &p.TrackingNumber, &p.TrackingURL, &shipped, &delivered, &items, &stampText}, more...)...); err != nil {
		return p, err
	}
	p.ShippedAt, p.DeliveredAt = store.ParseInstant(shipped), store.ParseInstant(delivered)
	if items.Valid {
		p.Items = []string{}
		if err := json.Unmarshal([]byte(items.String), &p.Items); err != nil {
			return p, err
		}
	}
	if stamps {
		p.Stamps, err = store.DecodeStamps(stampText)
	}
	return p, err
}

// loadOrder reads an order with its items and parcels; nil where it is not known.
func (t *tx) loadOrder(id string) (o *store.OrderRow, err error) {
	err = t.c.each(`select `+orderColumns+` from orders o where o.id = ?`, []any{id}, func(scan func(...any) error) (err error) {
		o, err = scanOrder(scan, true)
		return err
	})
	if err != nil || o == nil {
		return nil, err
	}
	err = t.c.each(`select `+itemColumns+` from order_items i where i.order_id = ? order by i.line_no`, []any{id}, func(scan func(...any) error) error {
		it, err := scanItem(scan)
		o.Items = append(o.Items, it)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = t.c.each(`select `+shipmentColumns+` from shipments s where s.order_id = ? order by s.id`, []any{id}, func(scan func(...any) error) error {
		p, err := scanShipment(scan, true)
		o.Shipments = append(o.Shipments, p)
		return err
	})
	return o, err
}

const upsertOrder = `insert into orders (id, source, number, customer_id, channel, status, told_status, placed_at, paid_at, cancelled_at, estimated_delivery_at,
  shipped_at, delivered_at, currency, total_minor, subtotal_minor, discount_minor, shipping_minor, tax_minor, refunded_minor, url, location,
  gift_message, customer_note, discount_codes, tags, attrs, stamps, is_test, updated_at)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do update set number = excluded.number, customer_id = excluded.customer_id, channel = excluded.channel, status = excluded.status,
  told_status = excluded.told_status, placed_at = excluded.placed_at, paid_at = excluded.paid_at, cancelled_at = excluded.cancelled_at,
  estimated_delivery_at = excluded.estimated_delivery_at, shipped_at = excluded.shipped_at, delivered_at = excluded.delivered_at,
  currency = excluded.currency, total_minor = excluded.total_minor, subtotal_minor = excluded.subtotal_minor,
  discount_minor = excluded.discount_minor, shipping_minor = excluded.shipping_minor, tax_minor = excluded.tax_minor,
  refunded_minor = excluded.refunded_minor, url = excluded.url, location = excluded.location, gift_message = excluded.gift_message,
  customer_note = excluded.customer_note, discount_codes = excluded.discount_codes, tags = excluded.tags, attrs = excluded.attrs,
  stamps = excluded.stamps, is_test = excluded.is_test, updated_at = excluded.updated_at, source = min(source, excluded.source)`

const (
	insertItem = `insert into order_items (order_id, line_no, id, product_id, sku, title, variant_title, quantity, unit_minor, total_minor, image_url)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	upsertShipment = `insert into shipments (order_id, id, carrier, tracking_number, tracking_url, shipped_at, delivered_at, items, stamps)
values (?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (order_id, id) do update set carrier = excluded.carrier, tracking_number = excluded.tracking_number, tracking_url = excluded.tracking_url,
  shipped_at = excluded.shipped_at, delivered_at = excluded.delivered_at, items = excluded.items, stamps = excluded.stamps`
)

// saveOrder writes an order with its parcels.
func (t *tx) saveOrder(o *store.OrderRow) error {
	attrs, err := jsonAttrs(o.Attrs)
	if err != nil {
		return err
	}
	_, err = t.c.exec(upsertOrder, o.ID, o.Source, o.Number, null(o.Customer), o.Channel, o.Status, o.ToldStatus, text(o.PlacedAt), text(o.PaidAt),
		text(o.CancelledAt), text(o.EstimatedDeliveryAt), text(o.ShippedAt), text(o.DeliveredAt), o.Currency, o.Total, o.Subtotal, o.Discount,
		o.Shipping, o.Tax, o.Refunded, null(o.URL), null(o.Location), null(o.GiftMessage), null(o.CustomerNote), jsonList(o.DiscountCodes),
		jsonList(o.Tags), attrs, o.Stamps.Encode(), o.Test, store.FormatInstant(o.UpdatedAt))
	if err != nil {
		return fmt.Errorf("write order %q: %w", o.ID, err)
	}
	for i := range o.Shipments {
		p := &o.Shipments[i]
		var within any
		if p.Items != nil {
			within = list(p.Items)
		}
		_, err := t.c.exec(upsertShipment, o.ID, p.ID, null(p.Carrier), null(p.TrackingNumber), null(p.TrackingURL), text(p.ShippedAt), text(p.DeliveredAt),
			within, p.Stamps.Encode())
		if err != nil {
			return fmt.Errorf("write parcel %q of order %q: %w", p.ID, o.ID, err)
		}
	}
	return nil
}

// saveItems writes all items of an order in place of those that were there.
func (t *tx) saveItems(o *store.OrderRow, before bool) error {
	if before {
		if _, err := t.c.exec(`delete from order_items where order_id = ?`, o.ID); err != nil {
			return err
		}
	}
	for i := range o.Items {
		it := &o.Items[i]
		_, err := t.c.exec(insertItem, o.ID, it.LineNo, it.ID, it.Product, null(it.SKU), it.Title, null(it.VariantTitle), it.Quantity, it.Unit, it.Total, null(it.ImageURL))
		if err != nil {
			return err
		}
	}
	return nil
}
