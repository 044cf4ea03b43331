package feed

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/flowc/flowc/schema/locale"
	"github.com/flowc/flowc/schema/order"
)

// table says how the rows of a source become lines.
type table struct {
	name      string
	required  []string
	optional  []string
	times     []string // of both: those that are instants
	amounts   []string // of both: those that are amounts
	detail    string   // the table whose rows go with each row
	detailKey string   // the column there that names this table's id
	lines     func(m *mapper, details []record) []*order.Line
}

// tables in the order in which they are read: what others refer to comes first. The names of columns are those of contracts.md.
var tables = []*table{
	{
		name: "customers", required: []string{"id"}, times: []string{"created_at", "updated_at"}, lines: customerLines,
		optional: []string{"updated_at", "created_at", "email", "email_verified", "phone", "loyalty_id", "first_name", "last_name", "timezone", "locale", "country",
			"city", "birthday", "preferred_channel", "tags"},
	},
	{
		name: "products", required: []string{"id", "title"}, times: []string{"updated_at"}, amounts: []string{"price"}, lines: productLines,
		optional: []string{"updated_at", "category", "brand", "url", "image_url", "price", "currency", "tags"},
	},
	{
		name: "orders", required: []string{"id", "placed_at"}, detail: "order_items", detailKey: "order_id", lines: orderLines,
		times:   []string{"placed_at", "updated_at", "paid_at", "shipped_at", "delivered_at", "cancelled_at", "estimated_delivery_at"},
		amounts: []string{"total", "subtotal", "shipping", "discount", "tax"},
		optional: []string{"updated_at", "number", "customer_id", "email", "phone", "loyalty_id", "channel", "status", "currency", "total", "subtotal", "shipping", "discount", "tax",
			"discount_codes", "tags", "test", "paid_at", "shipped_at", "delivered_at", "cancelled_at", "cancel_reason", "estimated_delivery_at", "carrier",
			"tracking_number", "tracking_url", "url", "location", "gift_message", "customer_note"},
	},
	{
		name: "order_items", required: []string{"order_id", "title"}, amounts: []string{"unit_price", "total"},
		optional: []string{"id", "product", "sku", "variant_title", "category", "brand", "quantity", "unit_price", "total", "image_url", "url", "tags"},
		lines:    func(*mapper, []record) []*order.Line { return nil }, // they go with their orders
	},
	{
		name: "refunds", required: []string{"id", "order_id", "at", "amount"}, times: []string{"at", "updated_at"}, amounts: []string{"amount"},
		optional: []string{"updated_at", "reason", "currency"}, lines: refundLines,
	},
	{
		name: "shipments", required: []string{"id", "order_id"}, times: []string{"shipped_at", "delivered_at", "updated_at"},
		optional: []string{"updated_at", "carrier", "tracking_number", "tracking_url", "shipped_at", "delivered_at", "items"}, lines: shipmentLines,
	},
	{
		name: "reviews", required: []string{"id", "customer_id", "product", "rating", "at"}, times: []string{"at", "published_at", "updated_at"},
		optional: []string{"updated_at", "order_id", "title", "body", "published_at", "url"}, lines: reviewLines,
	},
	{
		name: "consents", required: []string{"customer_id", "topic", "state", "at"}, times: []string{"at", "updated_at"},
		optional: []string{"id", "updated_at", "channel"}, lines: consentLines,
	},
	{
		name: "suppressions", required: []string{"customer_id", "at"}, times: []string{"at", "updated_at"},
		optional: []string{"id", "updated_at", "reason"}, lines: suppressionLines,
	},
}

// mapper reads one row; the first thing that is wrong is kept.
type mapper struct {
	source   *Source
	record   record
	currency string
	err      error
}

func (m *mapper) fail(column, format string, args ...any) {
	if m.err == nil {
		m.err = fmt.Errorf("column %s: "+format, append([]any{column}, args...)...)
	}
}

// text is a column's text; nil where there is none.
func (m *mapper) text(column string) *string {
	s := strings.TrimSpace(textOf(m.record[column]))
	if s == "" {
		return nil
	}
	return &s
}

func (m *mapper) value(column string) string {
	if s := m.text(column); s != nil {
		return *s
	}
	return ""
}

// id is a text that must be there.
func (m *mapper) id(column string) string {
	s := m.value(column)
	if s == "" {
		m.fail(column, "it is empty, and every row needs one")
	}
	return s
}

// layouts are the ways in which sources write times.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999-07", "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
}

// instant is a column's time; one without an offset is in the source's zone.
func (m *mapper) instant(column string) *time.Time {
	var t time.Time
	switch v := m.record[column].(type) {
	case nil:
		return nil
	case time.Time:
		t = v
	case int64:
		t = time.Unix(v, 0)
	default:
		text := strings.TrimSpace(textOf(v))
		if text == "" {
			return nil
		}
		var err error
		for _, layout := range layouts {
			if t, err = time.ParseInLocation(layout, text, m.source.zone); err == nil {
				break
			}
		}
		if err != nil {
			m.fail(column, "%q is no time such as 2026-03-01T09:00:00Z", text)
			return nil
		}
	}
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}

// at is an instant that must be there.
func (m *mapper) at(column string) time.Time {
	t := m.instant(column)
	if t == nil {
		m.fail(column, "it is empty, and every row needs one")
		return time.Time{}
	}
	return *t
}

func (m *mapper) amount(column string) *int64 {
	text := m.value(column)
	if text == "" {
		return nil
	}
	if f, ok := m.record[column].(float64); ok {
		// A database without decimals holds 2.55 as the nearest binary number: the currency's places are meant.
		digits, known := locale.MinorDigits(m.currency)
		if !known {
			digits = 2
		}
		text = fmt.Sprintf("%.*f", digits, f)
	}
	minor, err := locale.ParseAmount(text, m.currency)
	if err != nil {
		m.fail(column, "%v", err)
		return nil
	}
	return &minor
}

func (m *mapper) truth(column string) *bool {
	text := strings.ToLower(m.value(column))
	if text == "" {
		return nil
	}
	b := text == "1" || text == "t" || text == "true" || text == "yes"
	if !b && text != "0" && text != "f" && text != "false" && text != "no" {
		m.fail(column, "%q is neither true nor false", text)
	}
	return &b
}

// list is a JSON array of texts, or texts with commas between.
func (m *mapper) list(column string) *[]string {
	text := m.value(column)
	if text == "" {
		return nil
	}
	var out []string
	if strings.HasPrefix(text, "[") {
		if err := json.Unmarshal([]byte(text), &out); err != nil {
			m.fail(column, "%q is no JSON list of texts", text)
		}
		return &out
	}
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return &out
}

// line begins a line of this source.
func (m *mapper) line(kind, id string, at time.Time) *order.Line {
	return &order.Line{Source: m.source.Name, ID: id, Type: kind, At: at}
}

// since is when a snapshot holds from: when it was last changed, else when it began.
func (m *mapper) since(began string) time.Time {
	if t := m.instant("updated_at"); t != nil {
		return *t
	}
	if t := m.instant(began); t != nil {
		return *t
	}
	return time.Unix(0, 0).UTC()
}

// snapshotID names a state of a row: the same state again is the same line.
func snapshotID(table, id string, since time.Time) string {
	return fmt.Sprintf("%s/%s@%d", table, id, since.UnixMilli())
}

func property(properties map[string]json.RawMessage, name string, value any) map[string]json.RawMessage {
	if s, ok := value.(*string); ok && s == nil {
		return properties
	}
	raw, err := json.Marshal(value)
	if err != nil {
		panic("this is a bug in flowc: a property has no JSON form: " + err.Error())
	}
	if properties == nil {
		properties = map[string]json.RawMessage{}
	}
	properties[name] = raw
	return properties
}
