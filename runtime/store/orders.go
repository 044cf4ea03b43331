package store

import (
	"encoding/json"
	"time"

	"github.com/flowc/flowc/schema/order"
)

// OrderRow is a row of orders with its items and parcels, as merging and facts see it. An empty text is null.
type OrderRow struct {
	ID                  string
	Source              string
	Number              string
	Customer            string
	Channel             string
	Status              string // derived from ToldStatus and the refunds
	ToldStatus          string
	PlacedAt            time.Time // zero: not placed yet
	PaidAt              time.Time
	CancelledAt         time.Time
	EstimatedDeliveryAt time.Time
	ShippedAt           time.Time
	DeliveredAt         time.Time
	Currency            string
	Total               int64
	Subtotal            int64
	Discount            int64
	Shipping            int64
	Tax                 int64
	Refunded            int64
	URL                 string
	Location            string
	GiftMessage         string
	CustomerNote        string
	DiscountCodes       []string
	Tags                []string
	Attrs               map[string]json.RawMessage
	Stamps              Stamps
	Test                bool
	UpdatedAt           time.Time

	Items     []ItemRow
	Shipments []ShipmentRow
	Sequence  int64 // 1 for the customer's first; facts only
}

// ItemRow is a row of order_items.
type ItemRow struct {
	LineNo       int
	ID           string
	Product      string
	SKU          string
	Title        string
	VariantTitle string
	Quantity     int64
	Unit         int64
	Total        int64
	ImageURL     string
}

// ShipmentRow is a row of shipments. An empty ID is the order's single parcel.
type ShipmentRow struct {
	ID             string
	Carrier        string
	TrackingNumber string
	TrackingURL    string
	ShippedAt      time.Time
	DeliveredAt    time.Time
	Items          []string // ids of lines; nil: all
	Stamps         Stamps
}

// NewOrder is an order of which nothing is known but the id.
func NewOrder(id, source, currency string) *OrderRow {
	return &OrderRow{
		ID: id, Source: source, Number: id, Channel: "online", Status: "open", ToldStatus: "open", Currency: currency, Stamps: Stamps{},
	}
}

// Merge writes what a line says, field by field, where the line is not older than the field's last writer. It says whether the items
// are new. Derive must follow.
func (o *OrderRow) Merge(p *order.OrderPatch, customer string, s Stamp) (itemsChanged bool) {
	o.UpdatedAt = latest(o.UpdatedAt, s.At())
	if customer != "" && o.Stamps.take("customer", s) {
		o.Customer = customer
	}
	if p == nil {
		return false
	}
	text := func(field string, from, to *string) { mergeText(o.Stamps, s, field, from, to) }
	text("number", p.Number, &o.Number)
	text("channel", p.Channel, &o.Channel)
	text("status", p.Status, &o.ToldStatus)
	text("currency", p.Currency, &o.Currency)
	text("url", p.URL, &o.URL)
	text("location", p.Location, &o.Location)
	text("gift_message", p.GiftMessage, &o.GiftMessage)
	text("customer_note", p.CustomerNote, &o.CustomerNote)
	if o.Number == "" {
		o.Number = o.ID
	}
	amount := func(field string, from, to *int64) { mergeAmount(o.Stamps, s, field, from, to) }
	amount("total", p.Total, &o.Total)
	amount("subtotal", p.Subtotal, &o.Subtotal)
	amount("discount", p.Discount, &o.Discount)
	amount("shipping", p.Shipping, &o.Shipping)
	amount("tax", p.Tax, &o.Tax)
	mergeInstant(o.Stamps, s, "placed_at", p.PlacedAt, &o.PlacedAt)
	mergeInstant(o.Stamps, s, "estimated_delivery_at", p.EstimatedDeliveryAt, &o.EstimatedDeliveryAt)
	if p.Test != nil && o.Stamps.take("test", s) {
		o.Test = *p.Test
	}
	if p.DiscountCodes != nil && o.Stamps.take("discount_codes", s) {
		o.DiscountCodes = *p.DiscountCodes
	}
	if p.Tags != nil && o.Stamps.take("tags", s) {
		o.Tags = *p.Tags
	}
	o.Attrs = mergeAttrs(o.Stamps, s, p.Attributes, o.Attrs)
	if p.Items == nil || !o.Stamps.take("items", s) {
		return false
	}
	o.Items = make([]ItemRow, len(*p.Items))
	for i, it := range *p.Items {
		o.Items[i] = ItemRowOf(o.ID, i+1, it)
	}
	return true
}

// ItemRowOf fills what an item leaves out: its id from its place, its product from the stock keeping unit, else from its title.
func ItemRowOf(orderID string, line int, p order.ItemPatch) ItemRow {
	it := ItemRow{
		LineNo: line, ID: p.ID, Product: p.Product, SKU: p.SKU, Title: p.Title, VariantTitle: p.VariantTitle,
		Quantity: p.Quantity, Unit: p.Unit, Total: p.Total, ImageURL: p.ImageURL,
	}
	if it.ID == "" {
		it.ID = orderID + "-" + itoa(line)
	}
	if it.Product == "" {
		it.Product = p.SKU
	}
	if it.Product == "" {
		it.Product = p.Title
	}
	if it.Title == "" {
		it.Title = it.Product
	}
	return it
}

// Cancel is the word of an order.cancelled event about the status.
func (o *OrderRow) Cancel(s Stamp) {
	if o.Stamps.take("status", s) {
		o.ToldStatus = "cancelled"
	}
}

// Milestones are the earliest events of an order by type, and by parcel where they name one.
type Milestones struct {
	Placed, Paid, Cancelled time.Time
	Shipped, Delivered      map[string]time.Time // by the parcel's id; "" for the whole order
}

// Add counts one event.
func (m *Milestones) Add(kind, shipment string, at time.Time) {
	switch kind {
	case "order.placed":
		m.Placed = earliest(m.Placed, at)
	case "order.paid":
		m.Paid = earliest(m.Paid, at)
	case "order.cancelled":
		m.Cancelled = earliest(m.Cancelled, at)
	case "order.shipped":
		m.Shipped = addEarliest(m.Shipped, shipment, at)
	case "order.delivered":
		m.Delivered = addEarliest(m.Delivered, shipment, at)
	}
}

func addEarliest(m map[string]time.Time, key string, at time.Time) map[string]time.Time {
	if m == nil {
		m = map[string]time.Time{}
	}
	m[key] = earliest(m[key], at)
	return m
}

// Derive works out what follows from events, parcels, items and refunds. It depends on what is known alone, not on the order in which
// it came to be known.
func (o *OrderRow) Derive(m Milestones, refunded int64) {
	if _, told := o.Stamps["placed_at"]; !told {
		o.PlacedAt = m.Placed
	}
	o.PaidAt = m.Paid
	o.Refunded = refunded
	if _, told := o.Stamps["subtotal"]; !told {
		o.Subtotal = 0
		for _, it := range o.Items {
			o.Subtotal += it.Total
		}
	}
	o.Status, o.CancelledAt = o.ToldStatus, time.Time{}
	switch {
	case o.ToldStatus == "cancelled":
		o.CancelledAt = m.Cancelled
		if o.CancelledAt.IsZero() {
			o.CancelledAt = o.Stamps["status"].At()
		}
	case refunded > 0 && refunded >= o.Total:
		o.Status = "refunded"
	}
	for i := range o.Shipments {
		o.Shipments[i].derive(m)
	}
	o.ShippedAt, o.DeliveredAt = arrivals(o.Shipments, m.Delivered[""])
}

// arrivals are when the first parcel left and when all had arrived. What is said of the whole order holds for it, else all its
// named parcels must have arrived.
func arrivals(parcels []ShipmentRow, whole time.Time) (shipped, delivered time.Time) {
	delivered = whole // the delivery that the store made of an order in a shop has no parcel
	all, named := time.Time{}, 0
	missing := false
	for _, p := range parcels {
		shipped = earliest(shipped, p.ShippedAt)
		switch {
		case p.ID == "":
			delivered = p.DeliveredAt
		case p.DeliveredAt.IsZero():
			named++
			missing = true
		default:
			named++
			all = latest(all, p.DeliveredAt)
		}
	}
	if delivered.IsZero() && named > 0 && !missing {
		delivered = all
	}
	return shipped, delivered
}

// Parcel is the parcel with that id, added where it is not known.
func (o *OrderRow) Parcel(id string) *ShipmentRow {
	for i := range o.Shipments {
		if o.Shipments[i].ID == id {
			return &o.Shipments[i]
		}
	}
	o.Shipments = append(o.Shipments, ShipmentRow{ID: id, Stamps: Stamps{}})
	return &o.Shipments[len(o.Shipments)-1]
}

// Merge writes what a line says of a parcel.
func (p *ShipmentRow) Merge(patch *order.ShipmentPatch, s Stamp) {
	mergeText(p.Stamps, s, "carrier", patch.Carrier, &p.Carrier)
	mergeText(p.Stamps, s, "tracking_number", patch.TrackingNumber, &p.TrackingNumber)
	mergeText(p.Stamps, s, "tracking_url", patch.TrackingURL, &p.TrackingURL)
	mergeInstant(p.Stamps, s, "shipped_at", patch.ShippedAt, &p.ShippedAt)
	mergeInstant(p.Stamps, s, "delivered_at", patch.DeliveredAt, &p.DeliveredAt)
	if patch.Items != nil && p.Stamps.take("items", s) {
		p.Items = *patch.Items
	}
}

func (p *ShipmentRow) derive(m Milestones) {
	if _, told := p.Stamps["shipped_at"]; !told {
		p.ShippedAt = m.Shipped[p.ID]
	}
	if _, told := p.Stamps["delivered_at"]; !told {
		p.DeliveredAt = m.Delivered[p.ID]
	}
}
