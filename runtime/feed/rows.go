package feed

import (
	"strconv"
	"time"

	"github.com/flowc/flowc/schema/order"
)

func customerLines(m *mapper, _ []record) []*order.Line {
	id := m.id("id")
	since := m.since("created_at")
	p := &order.CustomerPatch{
		ID: id, Email: m.text("email"), EmailVerified: m.truth("email_verified"), LoyaltyID: m.text("loyalty_id"), FirstName: m.text("first_name"),
		LastName: m.text("last_name"), Timezone: m.text("timezone"), Locale: m.text("locale"), Country: m.text("country"), City: m.text("city"),
		Birthday: m.text("birthday"), PreferredChannel: m.text("preferred_channel"), CreatedAt: m.instant("created_at"), Tags: m.list("tags"), Attributes: m.object("attributes"),
	}
	p.Phone, p.PhoneValid = phone(m.text("phone"), p.Country)
	snapshot := m.line("", snapshotID("customers", id, since), since)
	snapshot.Customer = p
	lines := []*order.Line{snapshot}
	if created := m.instant("created_at"); created != nil {
		event := m.line("customer.created", "customers/"+id+":created", *created)
		event.Customer = &order.CustomerPatch{ID: id}
		lines = append(lines, event)
	}
	return lines
}

func productLines(m *mapper, _ []record) []*order.Line {
	id := m.id("id")
	since := m.since("")
	if c := m.text("currency"); c != nil {
		m.currency = *c
	}
	line := m.line("", snapshotID("products", id, since), since)
	currency := m.currency
	line.Products = []order.ProductPatch{{
		ID: id, Title: m.text("title"), Category: m.text("category"), Brand: m.text("brand"), URL: m.text("url"), ImageURL: m.text("image_url"),
		Price: m.amount("price"), Currency: &currency, Tags: m.list("tags"), Attributes: m.object("attributes"),
	}}
	return []*order.Line{line}
}

// orderLines are the order as it stands, then its events: each has a key of its own, so that it happens once.
func orderLines(m *mapper, items []record) []*order.Line {
	id := m.id("id")
	placed := m.at("placed_at")
	since := m.since("placed_at")
	if c := m.text("currency"); c != nil {
		m.currency = *c
	}
	currency := m.currency
	p := &order.OrderPatch{
		ID: id, Number: m.text("number"), CustomerID: m.text("customer_id"), Channel: m.text("channel"), Status: m.text("status"), Currency: &currency,
		Total: m.amount("total"), Subtotal: m.amount("subtotal"), Discount: m.amount("discount"), Shipping: m.amount("shipping"), Tax: m.amount("tax"),
		DiscountCodes: m.list("discount_codes"), Tags: m.list("tags"), Attributes: m.object("attributes"), Test: m.truth("test"), EstimatedDeliveryAt: m.instant("estimated_delivery_at"),
		URL: m.text("url"), Location: m.text("location"), GiftMessage: m.text("gift_message"), CustomerNote: m.text("customer_note"),
	}
	snapshot := m.line("", snapshotID("orders", id, since), since)
	snapshot.Order = p
	if email, loyalty, number := m.text("email"), m.text("loyalty_id"), m.text("phone"); p.CustomerID == nil && (email != nil || loyalty != nil || number != nil) {
		snapshot.Customer = &order.CustomerPatch{Email: email, LoyaltyID: loyalty}
		snapshot.Customer.Phone, snapshot.Customer.PhoneValid = phone(number, nil)
	}
	if len(items) > 0 {
		list := make([]order.ItemPatch, 0, len(items))
		for i, r := range items {
			im := &mapper{source: m.source, record: r, currency: m.currency}
			item, product := im.item(id, i+1)
			if im.err != nil && m.err == nil {
				m.err = im.err
			}
			list = append(list, item)
			snapshot.Products = append(snapshot.Products, product)
		}
		p.Items = &list
		if p.Total == nil {
			var sum int64
			for _, item := range list {
				sum += item.Total
			}
			p.Total = &sum
		}
	}
	lines := []*order.Line{snapshot}
	for _, e := range []struct {
		kind, column string
		when         *time.Time
	}{
		{"placed", "placed_at", &placed}, {"paid", "paid_at", nil}, {"shipped", "shipped_at", nil}, {"delivered", "delivered_at", nil}, {"cancelled", "cancelled_at", nil},
	} {
		when := e.when
		if when == nil {
			when = m.instant(e.column)
		}
		if when == nil {
			continue
		}
		event := m.line("order."+e.kind, id+":"+e.kind, *when)
		event.Order = &order.OrderPatch{ID: id}
		switch e.kind {
		case "placed":
			event.Order.Currency = &currency
			event.Order.CustomerID = p.CustomerID
			event.Customer = snapshot.Customer
		case "shipped":
			event.Shipment = &order.ShipmentPatch{Carrier: m.text("carrier"), TrackingNumber: m.text("tracking_number"), TrackingURL: m.text("tracking_url")}
		case "cancelled":
			event.Properties = property(nil, "reason", m.text("cancel_reason"))
		}
		lines = append(lines, event)
	}
	return lines
}

func (m *mapper) item(orderID string, number int) (order.ItemPatch, order.ProductPatch) {
	item := order.ItemPatch{
		ID: m.value("id"), Product: m.value("product"), SKU: m.value("sku"), Title: m.value("title"), VariantTitle: m.value("variant_title"),
		ImageURL: m.value("image_url"), Quantity: 1,
	}
	if item.ID == "" {
		item.ID = orderID + "-" + strconv.Itoa(number)
	}
	if item.Product == "" {
		item.Product = item.SKU
	}
	if q := m.value("quantity"); q != "" {
		n, err := strconv.ParseFloat(q, 64)
		if err != nil || n != float64(int64(n)) {
			m.fail("quantity", "%q is no whole number", q)
		}
		item.Quantity = int64(n)
	}
	unit := m.amount("unit_price")
	if unit != nil {
		item.Unit = *unit
		item.Total = *unit * item.Quantity
	}
	if total := m.amount("total"); total != nil {
		item.Total = *total
	}
	title, currency := item.Title, m.currency
	return item, order.ProductPatch{
		ID: item.Product, Title: &title, Category: m.text("category"), Brand: m.text("brand"), URL: m.text("url"), ImageURL: m.text("image_url"), Price: unit, Currency: &currency, Tags: m.list("tags"),
	}
}

func refundLines(m *mapper, _ []record) []*order.Line {
	if c := m.text("currency"); c != nil {
		m.currency = *c
	}
	line := m.line("order.refunded", "refunds/"+m.id("id"), m.at("at"))
	line.Order = &order.OrderPatch{ID: m.id("order_id")}
	line.Properties = property(nil, "amount", m.value("amount"))
	line.Properties = property(line.Properties, "reason", m.text("reason"))
	return []*order.Line{line}
}

func shipmentLines(m *mapper, _ []record) []*order.Line {
	id, orderID := m.id("id"), m.id("order_id")
	var lines []*order.Line
	for _, kind := range []string{"shipped", "delivered"} {
		when := m.instant(kind + "_at")
		if when == nil {
			continue
		}
		line := m.line("order."+kind, "shipments/"+id+":"+kind, *when)
		line.Order = &order.OrderPatch{ID: orderID}
		line.Shipment = &order.ShipmentPatch{
			ID: id, Carrier: m.text("carrier"), TrackingNumber: m.text("tracking_number"), TrackingURL: m.text("tracking_url"), Items: m.list("items"),
		}
		lines = append(lines, line)
	}
	return lines
}

func reviewLines(m *mapper, _ []record) []*order.Line {
	id := m.id("id")
	about := func(line *order.Line) *order.Line {
		line.Customer = &order.CustomerPatch{ID: m.id("customer_id")}
		if o := m.value("order_id"); o != "" {
			line.Order = &order.OrderPatch{ID: o}
		}
		line.Properties = property(line.Properties, "product", m.id("product"))
		return line
	}
	submitted := about(m.line("review.submitted", "reviews/"+id, m.at("at")))
	submitted.Properties = property(submitted.Properties, "rating", m.id("rating"))
	submitted.Properties = property(submitted.Properties, "title", m.text("title"))
	submitted.Properties = property(submitted.Properties, "body", m.text("body"))
	lines := []*order.Line{submitted}
	if when := m.instant("published_at"); when != nil {
		published := about(m.line("review.published", "reviews/"+id+":published", *when))
		published.Properties = property(published.Properties, "url", m.text("url"))
		lines = append(lines, published)
	}
	return lines
}

func consentLines(m *mapper, _ []record) []*order.Line {
	customer, topic, at := m.id("customer_id"), m.id("topic"), m.at("at")
	line := m.line("consent.changed", "consents/"+customer+"/"+topic+"@"+strconv.FormatInt(at.UnixMilli(), 10), at)
	line.Customer = &order.CustomerPatch{ID: customer}
	line.Properties = property(nil, "topic", topic)
	line.Properties = property(line.Properties, "state", m.id("state"))
	line.Properties = property(line.Properties, "channel", m.text("channel"))
	return []*order.Line{line}
}

func suppressionLines(m *mapper, _ []record) []*order.Line {
	customer, at := m.id("customer_id"), m.at("at")
	kind := "message.bounced"
	if m.value("reason") == "complaint" {
		kind = "message.complained"
	}
	line := m.line(kind, "suppressions/"+customer+"@"+strconv.FormatInt(at.UnixMilli(), 10), at)
	line.Customer = &order.CustomerPatch{ID: customer}
	switch reason := m.value("reason"); {
	case kind != "message.bounced":
	case reason == "manual" || reason == "legal":
		line.Properties = property(nil, "kind", reason)
	default:
		line.Properties = property(nil, "kind", "hard")
	}
	return []*order.Line{line}
}
