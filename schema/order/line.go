package order

import (
	"cmp"
	"encoding/json"
	"time"
)

// Line is one thing that a source says: an event, and with it what is known of the customer, the order, the product
// (contracts.md, "Events in"). It is what feed hands to the store. A pointer that is nil was not named and leaves the field as it is.
type Line struct {
	Source   string
	ID       string
	Type     string // empty for a snapshot without an event of its own
	At       time.Time
	Customer *CustomerPatch
	Order    *OrderPatch
	Shipment *ShipmentPatch
	Products []ProductPatch
	// Properties are the event's own, as JSON: amounts as decimal strings or numbers, products by id.
	Properties map[string]json.RawMessage
}

// Compare orders lines by when they happened, then by source and id.
func (l *Line) Compare(o *Line) int {
	return cmp.Or(l.At.Compare(o.At), cmp.Compare(l.Source, o.Source), cmp.Compare(l.ID, o.ID))
}

// CustomerPatch is what a line says of a customer. ID is the source's; it may be empty where an e-mail, a loyalty number or a
// phone number finds the customer.
type CustomerPatch struct {
	ID               string
	Email            *string
	EmailVerified    *bool
	Phone            *string // E.164 where it is valid, else as it came
	PhoneValid       bool
	LoyaltyID        *string
	FirstName        *string
	LastName         *string
	Timezone         *string
	Locale           *string
	Country          *string
	City             *string
	Birthday         *string // YYYY-MM-DD
	PreferredChannel *string
	CreatedAt        *time.Time
	Tags             *[]string
	Attributes       map[string]json.RawMessage
	Consents         map[string]map[string]string // topic → channel → granted or denied
}

// OrderPatch is what a line says of an order. Amounts are minor units of its currency.
type OrderPatch struct {
	ID                  string
	Number              *string
	CustomerID          *string // where the line names no customer of its own
	Channel             *string
	Status              *string
	Currency            *string
	Total               *int64
	Subtotal            *int64
	Discount            *int64
	Shipping            *int64
	Tax                 *int64
	DiscountCodes       *[]string
	Tags                *[]string
	Test                *bool
	PlacedAt            *time.Time
	EstimatedDeliveryAt *time.Time
	URL                 *string
	Location            *string
	GiftMessage         *string
	CustomerNote        *string
	Attributes          map[string]json.RawMessage
	Items               *[]ItemPatch // all of them, in order
}

// ItemPatch is one line of an order.
type ItemPatch struct {
	ID           string
	Product      string // the product's id
	SKU          string
	Title        string
	VariantTitle string
	Quantity     int64
	Unit         int64 // minor units
	Total        int64 // minor units
	ImageURL     string
}

// ProductPatch is what a line says of a product.
type ProductPatch struct {
	ID       string
	Title    *string
	Category *string
	Brand    *string
	URL      *string
	ImageURL *string
	Price    *int64
	Currency *string
	Tags     *[]string
}

// ShipmentPatch is what a line says of a parcel. An empty ID is the order's single one.
type ShipmentPatch struct {
	ID             string
	Carrier        *string
	TrackingNumber *string
	TrackingURL    *string
	ShippedAt      *time.Time
	DeliveredAt    *time.Time
	Items          *[]string // ids of lines
}
