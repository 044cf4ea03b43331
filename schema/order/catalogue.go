// Package order is the shop's domain: customers, orders, items, shipments and the events about them, and the catalogue of the
// fields and events that a flow may name (contracts.md, "The catalogue of fields").
package order

import "github.com/flowc/flowc/schema/facts"

func field(name string, t facts.Type, doc string) *facts.Field {
	return &facts.Field{Name: name, Type: t, Doc: doc}
}

var (
	text    = facts.Of(facts.String)
	number  = facts.Of(facts.Number)
	amount  = facts.Of(facts.Money)
	instant = facts.Of(facts.Time)
	truth   = facts.Of(facts.Bool)
	texts   = facts.ListType(text)
)

// Channels and Statuses are the closed sets of order.channel and order.status.
var (
	Channels = []string{"online", "in_store", "marketplace", "phone", "subscription", "wholesale", "other"}
	Statuses = []string{"open", "cancelled", "refunded", "closed"}
)

// ProductType is what is known of a product.
var ProductType = facts.NewObject("product",
	field("id", text, "The product's id."),
	field("title", text, "Its name in the shop."),
	field("category", text.Maybe(), "Its category."),
	field("brand", text.Maybe(), "Its brand."),
	field("image_url", facts.Of(facts.URL).Maybe(), "Where its picture lies."),
	field("url", facts.Of(facts.URL).Maybe(), "Its page in the shop."),
	field("price", amount.Maybe(), "Its price today."),
	field("tags", texts, "The shop's tags."),
)

// ItemType is one line of an order.
var ItemType = facts.NewObject("item",
	field("id", text, "The line's id."),
	field("title", text, "What was bought, as the order says it."),
	field("quantity", number, "How many."),
	field("unit_price", amount, "The price of one."),
	field("total", amount, "The price of the line, after its discount."),
	field("product", facts.ObjectTypeOf(ProductType), "The product."),
	field("sku", text.Maybe(), "The stock keeping unit."),
	field("variant_title", text.Maybe(), "The variant, such as a size."),
)

// ShipmentType is one parcel of an order.
var ShipmentType = facts.NewObject("shipment",
	field("id", text, "The parcel's id."),
	field("carrier", text.Maybe(), "Who carries it."),
	field("tracking_number", text.Maybe(), "The carrier's number."),
	field("tracking_url", facts.Of(facts.URL).Maybe(), "Where it can be followed."),
	field("shipped_at", instant.Maybe(), "When it left."),
	field("delivered_at", instant.Maybe(), "When it arrived."),
	field("items", facts.ListType(facts.ObjectTypeOf(ItemType)), "What is in it."),
)

// OrderType is an order.
var OrderType = facts.NewObject("order",
	field("id", text, "The order's id."),
	field("number", text, "The number that the customer knows, else the id."),
	field("placed_at", instant, "When it was placed."),
	field("channel", facts.OneOf(Channels...), "Where it was placed."),
	field("currency", text, "The ISO 4217 code of its amounts."),
	field("status", facts.OneOf(Statuses...), "Whether it still stands."),
	field("total", amount, "What the customer paid or owes."),
	field("subtotal", amount, "The sum of the items."),
	field("discount", amount, "What was taken off."),
	field("shipping", amount, "What shipping costs."),
	field("tax", amount, "The taxes in it."),
	field("refunded", amount, "What was paid back so far."),
	field("discount_codes", texts, "The codes that were used."),
	field("tags", texts, "The shop's tags."),
	field("test", truth, "A test order starts nobody."),
	field("items", facts.ListType(facts.ObjectTypeOf(ItemType)), "What was bought; at least one."),
	field("sequence", number, "1 for the customer's first order, 2 for the second."),
	field("estimated_delivery_at", instant.Maybe(), "When it should arrive."),
	field("shipped_at", instant.Maybe(), "When its first parcel left."),
	field("delivered_at", instant.Maybe(), "When its last parcel arrived."),
	field("cancelled_at", instant.Maybe(), "When it was cancelled."),
	field("carrier", text.Maybe(), "Who carries its first parcel."),
	field("tracking_number", text.Maybe(), "The carrier's number of its first parcel."),
	field("tracking_url", facts.Of(facts.URL).Maybe(), "Where its first parcel can be followed."),
	field("url", facts.Of(facts.URL).Maybe(), "The order's page in the shop."),
	field("location", text.Maybe(), "The shop in which it was placed."),
	field("gift_message", text.Maybe(), "A message that goes with a gift."),
	field("customer_note", text.Maybe(), "What the customer wrote with it."),
)

// CustomerType is a customer.
var CustomerType = facts.NewObject("customer",
	field("id", text, "The customer's id."),
	field("created_at", instant, "When the customer was first seen."),
	field("order_count", number, "How many orders, without cancelled and test orders."),
	field("total_spent", amount, "What was spent, net of refunds, in the project's first currency."),
	field("average_order_value", amount, "total_spent by order_count; 0 without orders."),
	field("tags", texts, "The shop's tags."),
	field("orders", facts.ListType(facts.ObjectTypeOf(OrderType)), "All orders, the first one first."),
	field("email", text.Maybe(), "The address."),
	field("phone", text.Maybe(), "The phone number."),
	field("first_name", text.Maybe(), "The first name."),
	field("last_name", text.Maybe(), "The last name."),
	field("locale", text.Maybe(), "The language, such as de or de-AT."),
	field("timezone", text.Maybe(), "The time zone, an IANA name."),
	field("country", text.Maybe(), "The country, two letters."),
	field("city", text.Maybe(), "The city."),
	field("birthday", instant.Maybe(), "The birthday."),
	field("loyalty_id", text.Maybe(), "The loyalty number."),
	field("preferred_channel", text.Maybe(), "How the customer wants to hear from you."),
	field("first_order_at", instant.Maybe(), "When the first order was placed."),
	field("last_order_at", instant.Maybe(), "When the latest order was placed."),
	field("days_since_last_order", number.Maybe(), "Calendar days since the latest order."),
	field("median_days_between_orders", number.Maybe(), "The median of the days between two orders; absent with fewer than two."),
)

// Objects are the types by the names that a project may use.
var Objects = map[string]*facts.ObjectType{
	"customer": CustomerType, "order": OrderType, "item": ItemType, "product": ProductType, "shipment": ShipmentType,
}
