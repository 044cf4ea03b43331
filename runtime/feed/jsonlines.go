// Package feed turns what comes from outside into lines for the store: JSON lines, files and databases mapped by SQL.
package feed

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/flowc/flowc/schema/locale"
	"github.com/flowc/flowc/schema/order"
)

// LineMax bounds one line of JSON: an order of a thousand items is 200 KB.
const LineMax = 4 << 20

// Options are what reading lines needs to know of the project.
type Options struct {
	Currency string // the project's first: of amounts that name none
}

// JSONLines reads one event a line (contracts.md, "Events in") and yields each with its number, counted from 1; one that cannot be
// read comes with an error in plain words. Blank lines are passed over. An error of yield or of r ends it.
func JSONLines(r io.Reader, opt Options, yield func(number int, line *order.Line, err error) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	for number := 1; ; number++ {
		text, tooLong, err := readLine(in)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		atEnd := err != nil
		if number == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		switch text = bytes.TrimSpace(text); {
		case tooLong:
			if err := yield(number, nil, fmt.Errorf("the line is longer than %d MB", LineMax>>20)); err != nil {
				return err
			}
		case len(text) > 0:
			line, err := Line(text, opt)
			if err := yield(number, line, err); err != nil {
				return err
			}
		}
		if atEnd {
			return nil
		}
	}
}

// readLine reads up to the next line end. The rest of a line that is too long is passed over.
func readLine(in *bufio.Reader) (text []byte, tooLong bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if len(text)+len(part) > LineMax {
			tooLong, text = true, nil
		}
		if !tooLong {
			text = append(text, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return text, tooLong, err
		}
	}
}

// CountLines counts the lines of a file, for a progress bar.
func CountLines(name string) (n int, err error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	buf := make([]byte, 1<<16)
	for {
		k, err := f.Read(buf)
		n += bytes.Count(buf[:k], []byte{'\n'})
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// decimal is an amount: a decimal string, or a JSON number.
type decimal string

func (d *decimal) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err == nil {
		*d = decimal(strings.TrimSpace(s))
		return nil
	}
	var n json.Number
	if err := json.Unmarshal(data, &n); err != nil {
		return fmt.Errorf("%s is no amount; write it as a text, such as \"80.00\"", data)
	}
	*d = decimal(n)
	return nil
}

// name is an id or a number that a shop may write as a JSON number.
type name string

func (n *name) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err == nil {
		*n = name(s)
		return nil
	}
	var num json.Number
	if err := json.Unmarshal(data, &num); err != nil {
		return fmt.Errorf("%s is neither a text nor a number", data)
	}
	*n = name(num)
	return nil
}

func (n *name) text() *string {
	if n == nil {
		return nil
	}
	s := string(*n)
	return &s
}

type jsonLine struct {
	ID         name                       `json:"id"`
	Type       string                     `json:"type"`
	At         string                     `json:"at"`
	Source     string                     `json:"source"`
	Customer   *jsonCustomer              `json:"customer"`
	Order      *jsonOrder                 `json:"order"`
	Shipment   *jsonShipment              `json:"shipment"`
	Properties map[string]json.RawMessage `json:"properties"`
}

type jsonCustomer struct {
	ID               name                       `json:"id"`
	Email            *string                    `json:"email"`
	EmailVerified    *bool                      `json:"email_verified"`
	Phone            *name                      `json:"phone"`
	LoyaltyID        *name                      `json:"loyalty_id"`
	FirstName        *string                    `json:"first_name"`
	LastName         *string                    `json:"last_name"`
	Timezone         *string                    `json:"timezone"`
	Locale           *string                    `json:"locale"`
	Country          *string                    `json:"country"`
	City             *string                    `json:"city"`
	Birthday         *string                    `json:"birthday"`
	PreferredChannel *string                    `json:"preferred_channel"`
	CreatedAt        *string                    `json:"created_at"`
	Tags             *[]string                  `json:"tags"`
	Attributes       map[string]json.RawMessage `json:"attributes"`
	Consents         map[string]json.RawMessage `json:"consents"`
}

type jsonOrder struct {
	ID                  name                       `json:"id"`
	Number              *name                      `json:"number"`
	Channel             *string                    `json:"channel"`
	Status              *string                    `json:"status"`
	Currency            *string                    `json:"currency"`
	Total               *decimal                   `json:"total"`
	Subtotal            *decimal                   `json:"subtotal"`
	Shipping            *decimal                   `json:"shipping"`
	Discount            *decimal                   `json:"discount"`
	Tax                 *decimal                   `json:"tax"`
	DiscountCodes       *[]string                  `json:"discount_codes"`
	Tags                *[]string                  `json:"tags"`
	Test                *bool                      `json:"test"`
	PlacedAt            *string                    `json:"placed_at"`
	EstimatedDeliveryAt *string                    `json:"estimated_delivery_at"`
	URL                 *string                    `json:"url"`
	Location            *string                    `json:"location"`
	GiftMessage         *string                    `json:"gift_message"`
	CustomerNote        *string                    `json:"customer_note"`
	Attributes          map[string]json.RawMessage `json:"attributes"`
	Items               *[]jsonItem                `json:"items"`
	Carrier             *string                    `json:"carrier"`
	TrackingNumber      *name                      `json:"tracking_number"`
	TrackingURL         *string                    `json:"tracking_url"`
}

type jsonItem struct {
	ID           name      `json:"id"`
	Product      name      `json:"product"`
	SKU          name      `json:"sku"`
	Title        string    `json:"title"`
	VariantTitle string    `json:"variant_title"`
	Category     *string   `json:"category"`
	Brand        *string   `json:"brand"`
	Tags         *[]string `json:"tags"`
	Quantity     *decimal  `json:"quantity"`
	UnitPrice    *decimal  `json:"unit_price"`
	Total        *decimal  `json:"total"`
	ImageURL     *string   `json:"image_url"`
	URL          *string   `json:"url"`

	Attributes map[string]json.RawMessage `json:"attributes"` // of the product
}

type jsonShipment struct {
	ID             name    `json:"id"`
	Carrier        *string `json:"carrier"`
	TrackingNumber *name   `json:"tracking_number"`
	TrackingURL    *string `json:"tracking_url"`
	ShippedAt      *string `json:"shipped_at"`
	DeliveredAt    *string `json:"delivered_at"`
	Items          *[]name `json:"items"`
}

// Line reads one JSON event. Its errors are for the person who made the file.
func Line(text []byte, opt Options) (*order.Line, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("the line is no UTF-8 text")
	}
	var j jsonLine
	if err := json.Unmarshal(text, &j); err != nil {
		return nil, plainJSONError(err)
	}
	r := reader{currency: opt.Currency}
	at := r.instant("at", &j.At)
	line := &order.Line{Source: j.Source, ID: string(j.ID), Type: j.Type, Properties: j.Properties}
	if at != nil {
		line.At = *at
	}
	line.Customer = r.customer(j.Customer)
	line.Order, line.Products = r.order(j.Order)
	line.Shipment = r.shipment(j.Shipment, j.Order)
	if r.err != nil {
		return nil, r.err
	}
	return line, nil
}

// plainJSONError says what a decoder found in words for whoever made the file.
func plainJSONError(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("no JSON: %s at byte %d", syntax.Error(), syntax.Offset)
	case errors.As(err, &kind):
		if kind.Field == "" {
			return errors.New("the line is no JSON object, which begins with { and ends with }")
		}
		return fmt.Errorf("%s: a JSON %s cannot stand here", kind.Field, kind.Value)
	}
	return err
}

// reader turns texts into values and keeps the first thing that is wrong.
type reader struct {
	currency string
	err      error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func (r *reader) instant(field string, text *string) *time.Time {
	if text == nil {
		return nil
	}
	t, err := time.Parse(time.RFC3339Nano, *text)
	if err != nil {
		if *text == "" {
			r.fail("%s is missing", field)
		} else {
			r.fail("%s %q is not an instant with an offset, such as 2026-03-01T09:00:00Z", field, *text)
		}
		return nil
	}
	t = t.UTC().Truncate(time.Millisecond)
	return &t
}

func (r *reader) amount(field string, d *decimal) *int64 {
	if d == nil {
		return nil
	}
	minor, err := locale.ParseAmount(string(*d), r.currency)
	if err != nil {
		r.fail("%s: %v", field, err)
		return nil
	}
	return &minor
}

func (r *reader) customer(j *jsonCustomer) *order.CustomerPatch {
	if j == nil {
		return nil
	}
	p := &order.CustomerPatch{
		ID: string(j.ID), Email: j.Email, EmailVerified: j.EmailVerified, LoyaltyID: j.LoyaltyID.text(), FirstName: j.FirstName, LastName: j.LastName,
		Timezone: j.Timezone, Locale: j.Locale, Country: j.Country, City: j.City, Birthday: j.Birthday, PreferredChannel: j.PreferredChannel,
		CreatedAt: r.instant("customer.created_at", j.CreatedAt), Tags: j.Tags, Attributes: j.Attributes,
	}
	p.Phone, p.PhoneValid = phone(j.Phone.text(), j.Country)
	for topic, raw := range j.Consents {
		states := map[string]string{}
		var plain string
		if err := json.Unmarshal(raw, &plain); err == nil {
			states["email"] = plain
		} else if err := json.Unmarshal(raw, &states); err != nil {
			r.fail("customer.consents.%s is neither a state nor a state by channel", topic)
		}
		if p.Consents == nil {
			p.Consents = map[string]map[string]string{}
		}
		p.Consents[topic] = states
	}
	return p
}

func (r *reader) order(j *jsonOrder) (*order.OrderPatch, []order.ProductPatch) {
	if j == nil {
		return nil, nil
	}
	if j.Currency != nil && *j.Currency != "" {
		r.currency = strings.ToUpper(*j.Currency)
	}
	p := &order.OrderPatch{
		ID: string(j.ID), Number: j.Number.text(), Channel: j.Channel, Status: j.Status, Currency: j.Currency,
		Total: r.amount("order.total", j.Total), Subtotal: r.amount("order.subtotal", j.Subtotal), Shipping: r.amount("order.shipping", j.Shipping),
		Discount: r.amount("order.discount", j.Discount), Tax: r.amount("order.tax", j.Tax),
		DiscountCodes: j.DiscountCodes, Tags: j.Tags, Test: j.Test, PlacedAt: r.instant("order.placed_at", j.PlacedAt),
		EstimatedDeliveryAt: r.instant("order.estimated_delivery_at", j.EstimatedDeliveryAt), URL: j.URL, Location: j.Location,
		GiftMessage: j.GiftMessage, CustomerNote: j.CustomerNote, Attributes: j.Attributes,
	}
	if j.Items == nil {
		return p, nil
	}
	items := make([]order.ItemPatch, 0, len(*j.Items))
	var products []order.ProductPatch
	for i := range *j.Items {
		item, product := r.item(i+1, &(*j.Items)[i])
		items = append(items, item)
		if product != nil {
			products = append(products, *product)
		}
	}
	p.Items = &items
	return p, products
}

func (r *reader) item(number int, j *jsonItem) (order.ItemPatch, *order.ProductPatch) {
	field := func(name string) string { return fmt.Sprintf("order.items[%d].%s", number-1, name) }
	item := order.ItemPatch{
		ID: string(j.ID), Product: string(j.Product), SKU: string(j.SKU), Title: j.Title, VariantTitle: j.VariantTitle, Quantity: 1,
	}
	if j.Quantity != nil {
		q, err := json.Number(*j.Quantity).Int64()
		if err != nil {
			r.fail("%s is no whole number", field("quantity"))
		}
		item.Quantity = q
	}
	unit := r.amount(field("unit_price"), j.UnitPrice)
	if unit != nil {
		item.Unit = *unit
		item.Total = item.Unit * item.Quantity
		if item.Quantity != 0 && item.Total/item.Quantity != item.Unit {
			r.fail("%s is beyond all bounds", field("total"))
		}
	}
	if total := r.amount(field("total"), j.Total); total != nil {
		item.Total = *total
	}
	if j.ImageURL != nil {
		item.ImageURL = *j.ImageURL
	}
	if j.Product == "" {
		return item, nil
	}
	product := &order.ProductPatch{ID: string(j.Product), Category: j.Category, Brand: j.Brand, URL: j.URL, ImageURL: j.ImageURL, Price: unit, Tags: j.Tags, Attributes: j.Attributes}
	if j.Title != "" {
		product.Title = &j.Title
	}
	if unit != nil {
		currency := r.currency
		product.Currency = &currency
	}
	return item, product
}

// shipment is the parcel that a line names, or the order's single one where only the order's own fields speak of it.
func (r *reader) shipment(j *jsonShipment, o *jsonOrder) *order.ShipmentPatch {
	if j != nil {
		p := &order.ShipmentPatch{
			ID: string(j.ID), Carrier: j.Carrier, TrackingNumber: j.TrackingNumber.text(), TrackingURL: j.TrackingURL,
			ShippedAt: r.instant("shipment.shipped_at", j.ShippedAt), DeliveredAt: r.instant("shipment.delivered_at", j.DeliveredAt),
		}
		if j.Items != nil {
			items := make([]string, len(*j.Items))
			for i, n := range *j.Items {
				items[i] = string(n)
			}
			p.Items = &items
		}
		return p
	}
	if o == nil || o.Carrier == nil && o.TrackingNumber == nil && o.TrackingURL == nil {
		return nil
	}
	return &order.ShipmentPatch{Carrier: o.Carrier, TrackingNumber: o.TrackingNumber.text(), TrackingURL: o.TrackingURL}
}
