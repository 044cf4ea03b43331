package store

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Shapes makes facts of rows: values of the types of the catalogue, by the place of each field. Where a project adds attributes, its
// types have the catalogue's fields first and the attributes after them.
type Shapes struct {
	customer, order, item, product, shipment *facts.ObjectType
}

// catalogue are the shapes without attributes.
var catalogue = &Shapes{order.CustomerType, order.OrderType, order.ItemType, order.ProductType, order.ShipmentType}

// ShapesOf takes a project's types by name; those that it does not name are the catalogue's.
func ShapesOf(objects map[string]*facts.ObjectType) *Shapes {
	if len(objects) == 0 {
		return catalogue
	}
	s := *catalogue
	for name, to := range map[string]**facts.ObjectType{
		"customer": &s.customer, "order": &s.order, "item": &s.item, "product": &s.product, "shipment": &s.shipment,
	} {
		if o := objects[name]; o != nil {
			*to = o
		}
	}
	return &s
}

// at is the place of a field of the catalogue.
func at(o *facts.ObjectType, name string) int {
	f := o.Field(name)
	if f == nil {
		panic("this is a bug in flowc: the catalogue has no field " + o.Name + "." + name)
	}
	return f.Index
}

var (
	productID       = at(order.ProductType, "id")
	productTitle    = at(order.ProductType, "title")
	productCategory = at(order.ProductType, "category")
	productBrand    = at(order.ProductType, "brand")
	productImage    = at(order.ProductType, "image_url")
	productURL      = at(order.ProductType, "url")
	productPrice    = at(order.ProductType, "price")
	productTags     = at(order.ProductType, "tags")

	itemID       = at(order.ItemType, "id")
	itemTitle    = at(order.ItemType, "title")
	itemQuantity = at(order.ItemType, "quantity")
	itemUnit     = at(order.ItemType, "unit_price")
	itemTotal    = at(order.ItemType, "total")
	itemProduct  = at(order.ItemType, "product")
	itemSKU      = at(order.ItemType, "sku")
	itemVariant  = at(order.ItemType, "variant_title")

	shipmentID        = at(order.ShipmentType, "id")
	shipmentCarrier   = at(order.ShipmentType, "carrier")
	shipmentNumber    = at(order.ShipmentType, "tracking_number")
	shipmentURL       = at(order.ShipmentType, "tracking_url")
	shipmentShipped   = at(order.ShipmentType, "shipped_at")
	shipmentDelivered = at(order.ShipmentType, "delivered_at")
	shipmentItems     = at(order.ShipmentType, "items")

	orderID        = at(order.OrderType, "id")
	orderNumber    = at(order.OrderType, "number")
	orderPlaced    = at(order.OrderType, "placed_at")
	orderChannel   = at(order.OrderType, "channel")
	orderCurrency  = at(order.OrderType, "currency")
	orderStatus    = at(order.OrderType, "status")
	orderTotal     = at(order.OrderType, "total")
	orderSubtotal  = at(order.OrderType, "subtotal")
	orderDiscount  = at(order.OrderType, "discount")
	orderShipping  = at(order.OrderType, "shipping")
	orderTax       = at(order.OrderType, "tax")
	orderRefunded  = at(order.OrderType, "refunded")
	orderCodes     = at(order.OrderType, "discount_codes")
	orderTags      = at(order.OrderType, "tags")
	orderTest      = at(order.OrderType, "test")
	orderItems     = at(order.OrderType, "items")
	orderSequence  = at(order.OrderType, "sequence")
	orderEstimated = at(order.OrderType, "estimated_delivery_at")
	orderShipped   = at(order.OrderType, "shipped_at")
	orderDelivered = at(order.OrderType, "delivered_at")
	orderCancelled = at(order.OrderType, "cancelled_at")
	orderCarrier   = at(order.OrderType, "carrier")
	orderTracking  = at(order.OrderType, "tracking_number")
	orderTrackURL  = at(order.OrderType, "tracking_url")
	orderURL       = at(order.OrderType, "url")
	orderLocation  = at(order.OrderType, "location")
	orderGift      = at(order.OrderType, "gift_message")
	orderNote      = at(order.OrderType, "customer_note")

	customerID        = at(order.CustomerType, "id")
	customerCreated   = at(order.CustomerType, "created_at")
	customerOrders    = at(order.CustomerType, "orders")
	customerCount     = at(order.CustomerType, "order_count")
	customerSpent     = at(order.CustomerType, "total_spent")
	customerAverage   = at(order.CustomerType, "average_order_value")
	customerTags      = at(order.CustomerType, "tags")
	customerEmail     = at(order.CustomerType, "email")
	customerPhone     = at(order.CustomerType, "phone")
	customerFirst     = at(order.CustomerType, "first_name")
	customerLast      = at(order.CustomerType, "last_name")
	customerLocale    = at(order.CustomerType, "locale")
	customerZone      = at(order.CustomerType, "timezone")
	customerCountry   = at(order.CustomerType, "country")
	customerCity      = at(order.CustomerType, "city")
	customerBirthday  = at(order.CustomerType, "birthday")
	customerLoyalty   = at(order.CustomerType, "loyalty_id")
	customerPreferred = at(order.CustomerType, "preferred_channel")
	customerFirstAt   = at(order.CustomerType, "first_order_at")
	customerLastAt    = at(order.CustomerType, "last_order_at")
	customerMedian    = at(order.CustomerType, "median_days_between_orders")

	reviewType    = order.BuiltinEvents["review.submitted"].Type
	reviewAt      = at(reviewType, "at")
	reviewKind    = at(reviewType, "type")
	reviewProduct = at(reviewType, "product")
	reviewRating  = at(reviewType, "rating")
	reviewTitle   = at(reviewType, "title")
	reviewBody    = at(reviewType, "body")
)

// extend fills the attributes after the catalogue's fields. An attribute that is not of its declared type is absent.
func (s *Shapes) extend(row facts.Row, o, base *facts.ObjectType, attrs map[string]json.RawMessage) {
	for _, f := range o.Fields[len(base.Fields):] {
		if raw, ok := attrs[f.Name]; ok {
			row[f.Index] = expr.PropertyOf(raw, f.Type.Kind)
		}
	}
}

// Product is a row as a value of the product type.
func (s *Shapes) Product(p *ProductRow) facts.Value {
	row := make(facts.Row, len(s.product.Fields))
	row[productID] = facts.StringOf(p.ID)
	row[productTitle] = facts.StringOf(p.Title)
	row[productCategory] = facts.Optional(p.Category)
	row[productBrand] = facts.Optional(p.Brand)
	row[productImage] = optionalURL(p.ImageURL)
	row[productURL] = optionalURL(p.URL)
	if p.Currency != "" {
		row[productPrice] = facts.MoneyOf(p.Price, p.Currency)
	}
	row[productTags] = texts(p.Tags)
	s.extend(row, s.product, order.ProductType, p.Attrs)
	return facts.ObjectOf(row)
}

// Item is a row as a value of the item type. The line's own picture goes before the product's.
func (s *Shapes) Item(it *ItemRow, currency string, product facts.Value) facts.Value {
	row := make(facts.Row, len(s.item.Fields))
	row[itemID] = facts.StringOf(it.ID)
	row[itemTitle] = facts.StringOf(it.Title)
	row[itemQuantity] = facts.Int(it.Quantity)
	row[itemUnit] = facts.MoneyOf(it.Unit, currency)
	row[itemTotal] = facts.MoneyOf(it.Total, currency)
	row[itemProduct] = pictured(product, it.ImageURL)
	row[itemSKU] = facts.Optional(it.SKU)
	row[itemVariant] = facts.Optional(it.VariantTitle)
	return facts.ObjectOf(row)
}

// pictured is a product with another picture.
func pictured(product facts.Value, image string) facts.Value {
	row, ok := product.Record().(facts.Row)
	if !ok || image == "" || row[productImage].Text() == image {
		return product
	}
	row = slices.Clone(row)
	row[productImage] = facts.URLOf(image)
	return facts.ObjectOf(row)
}

// Shipment is a parcel of an order whose items are given by their rows and values.
func (s *Shapes) Shipment(p *ShipmentRow, rows []ItemRow, items []facts.Value) facts.Value {
	row := make(facts.Row, len(s.shipment.Fields))
	row[shipmentID] = facts.StringOf(p.ID)
	row[shipmentCarrier] = facts.Optional(p.Carrier)
	row[shipmentNumber] = facts.Optional(p.TrackingNumber)
	row[shipmentURL] = optionalURL(p.TrackingURL)
	row[shipmentShipped] = facts.TimeOf(p.ShippedAt)
	row[shipmentDelivered] = facts.TimeOf(p.DeliveredAt)
	in := items
	if p.Items != nil {
		in = nil
		for i := range rows {
			if slices.Contains(p.Items, rows[i].ID) {
				in = append(in, items[i])
			}
		}
	}
	row[shipmentItems] = facts.ListOf(in)
	return facts.ObjectOf(row)
}

// Order is a row with its items and parcels as a value of the order type, and the parcels as values.
func (s *Shapes) Order(o *OrderRow, product func(id string) (facts.Value, bool)) (value facts.Value, items, shipments []facts.Value) {
	money := func(minor int64) facts.Value { return facts.MoneyOf(minor, o.Currency) }
	row := make(facts.Row, len(s.order.Fields))
	row[orderID] = facts.StringOf(o.ID)
	row[orderNumber] = facts.StringOf(o.Number)
	row[orderPlaced] = facts.TimeOf(o.PlacedAt)
	row[orderChannel] = facts.StringOf(o.Channel)
	row[orderCurrency] = facts.StringOf(o.Currency)
	row[orderStatus] = facts.StringOf(o.Status)
	row[orderTotal] = money(o.Total)
	row[orderSubtotal] = money(o.Subtotal)
	row[orderDiscount] = money(o.Discount)
	row[orderShipping] = money(o.Shipping)
	row[orderTax] = money(o.Tax)
	row[orderRefunded] = money(o.Refunded)
	row[orderCodes] = texts(o.DiscountCodes)
	row[orderTags] = texts(o.Tags)
	row[orderTest] = facts.BoolOf(o.Test)
	row[orderSequence] = facts.Int(max(o.Sequence, 1))
	row[orderEstimated] = facts.TimeOf(o.EstimatedDeliveryAt)
	row[orderShipped] = facts.TimeOf(o.ShippedAt)
	row[orderDelivered] = facts.TimeOf(o.DeliveredAt)
	row[orderCancelled] = facts.TimeOf(o.CancelledAt)
	row[orderURL] = optionalURL(o.URL)
	row[orderLocation] = facts.Optional(o.Location)
	row[orderGift] = facts.Optional(o.GiftMessage)
	row[orderNote] = facts.Optional(o.CustomerNote)
	items = make([]facts.Value, len(o.Items))
	for i := range o.Items {
		p, _ := product(o.Items[i].Product)
		items[i] = s.Item(&o.Items[i], o.Currency, p)
	}
	row[orderItems] = facts.ListOf(items)
	if first := firstParcel(o.Shipments); first != nil {
		row[orderCarrier] = facts.Optional(first.Carrier)
		row[orderTracking] = facts.Optional(first.TrackingNumber)
		row[orderTrackURL] = optionalURL(first.TrackingURL)
	}
	for i := range o.Shipments {
		shipments = append(shipments, s.Shipment(&o.Shipments[i], o.Items, items))
	}
	if len(shipments) == 0 { // without one named, an order has a single parcel of all its items
		shipments = []facts.Value{s.Shipment(&ShipmentRow{ShippedAt: o.ShippedAt, DeliveredAt: o.DeliveredAt}, nil, items)}
	}
	s.extend(row, s.order, order.OrderType, o.Attrs)
	return facts.ObjectOf(row), items, shipments
}

// firstParcel is the one that left first; of those that did not leave the one with the least id.
func firstParcel(parcels []ShipmentRow) *ShipmentRow {
	var best *ShipmentRow
	for i := range parcels {
		p := &parcels[i]
		switch {
		case best == nil:
			best = p
		case p.ShippedAt.IsZero() != best.ShippedAt.IsZero():
			if best.ShippedAt.IsZero() {
				best = p
			}
		case p.ShippedAt.Before(best.ShippedAt), p.ShippedAt.Equal(best.ShippedAt) && p.ID < best.ID:
			best = p
		}
	}
	return best
}

// Customer is a row as a record of the customer type. The orders, where they are known, give the median of the days between them, in the
// customer's zone, else the given one.
func (s *Shapes) Customer(c *CustomerRow, orders []facts.Value, currency string, zone *time.Location) facts.Row {
	row := make(facts.Row, len(s.customer.Fields))
	row[customerID] = facts.StringOf(c.ID)
	row[customerCreated] = facts.TimeOf(c.CreatedAt)
	row[customerCount] = facts.Int(c.OrderCount)
	row[customerSpent] = facts.MoneyOf(c.TotalSpent, currency)
	row[customerAverage] = facts.MoneyOf(expr.AverageOrderValue(c.TotalSpent, c.OrderCount), currency)
	row[customerTags] = texts(c.Tags)
	row[customerOrders] = facts.ListOf(orders)
	row[customerEmail] = facts.Optional(c.Email)
	row[customerPhone] = facts.Optional(c.Phone)
	row[customerFirst] = facts.Optional(c.FirstName)
	row[customerLast] = facts.Optional(c.LastName)
	row[customerLocale] = facts.Optional(c.Locale)
	row[customerZone] = facts.Optional(c.Timezone)
	row[customerCountry] = facts.Optional(c.Country)
	row[customerCity] = facts.Optional(c.City)
	row[customerBirthday] = facts.TimeOf(ParseInstant(c.Birthday))
	row[customerLoyalty] = facts.Optional(c.LoyaltyID)
	row[customerPreferred] = facts.Optional(c.PreferredChannel)
	row[customerFirstAt] = facts.TimeOf(c.FirstOrderAt)
	row[customerLastAt] = facts.TimeOf(c.LastOrderAt)
	row[customerMedian] = medianDays(orders, expr.Zone(c.Timezone, zone))
	s.extend(row, s.customer, order.CustomerType, c.Attrs)
	return row
}

// medianDays is the median of the days between one order that counts and the next.
func medianDays(orders []facts.Value, zone *time.Location) facts.Value {
	var placed []time.Time
	for _, o := range orders {
		if row, ok := o.Record().(facts.Row); ok && expr.Counted(o) {
			placed = append(placed, row[orderPlaced].Time())
		}
	}
	return expr.MedianDays(placed, zone)
}

// Review is a row of reviews as a record of the event review.submitted.
func (s *Shapes) Review(at time.Time, product facts.Value, rating int64, title, body string) facts.Value {
	row := make(facts.Row, len(reviewType.Fields))
	row[reviewAt] = facts.TimeOf(at)
	row[reviewKind] = facts.StringOf("review.submitted")
	row[reviewProduct] = product
	row[reviewRating] = facts.NumberOf(rating)
	row[reviewTitle] = facts.Optional(title)
	row[reviewBody] = facts.Optional(body)
	return facts.ObjectOf(row)
}

func optionalURL(s string) facts.Value {
	if s == "" {
		return facts.Value{}
	}
	return facts.URLOf(s)
}

func texts(list []string) facts.Value {
	values := make([]facts.Value, len(list))
	for i, s := range list {
		values[i] = facts.StringOf(s)
	}
	return facts.ListOf(values)
}

// ItemByID is the item of an order with that id.
func ItemByID(items []facts.Value, id string) (facts.Value, bool) {
	for _, v := range items {
		if row, ok := v.Record().(facts.Row); ok && row[itemID].Text() == id {
			return v, true
		}
	}
	return facts.Value{}, false
}
