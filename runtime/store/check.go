package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/agext/levenshtein"
	"golang.org/x/text/unicode/norm"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/locale"
	"github.com/flowc/flowc/schema/order"
)

// Limits of what a line may hold. They are far beyond what honest shops send, and keep one line from filling the store.
const (
	idMax         = 255                      // bytes of an id, a source, a name of a property
	textMax       = 2_000                    // bytes of a name, a title, an address
	longMax       = 20_000                   // bytes of a note
	listMax       = 250                      // tags, codes
	itemsMax      = 5_000                    // lines of an order; the longest honest invoice seen has 1,114
	propertiesMax = 64 << 10                 // bytes of the properties of an event, of the attributes of an object
	depthMax      = 32                       // of nested JSON
	quantityMax   = 1_000_000_000            // of one item
	AmountMax     = int64(1_000_000_000_000) // minor units; sums of millions of them fit an int64
	emailMax      = 254                      // RFC 5321
)

// Checked is a line that can be taken: ids normalised, texts cleaned, types proved.
type Checked struct {
	Line     *order.Line
	Stamp    Stamp
	Type     *order.EventType           // nil for a snapshot
	Stored   map[string]json.RawMessage // the properties, as they are stored
	Mentions []ItemRow                  // products that the properties name
	Warnings []string
}

// Property is a stored property as text; empty where it is absent.
func (c *Checked) Property(name string) string {
	return expr.PropertyOf(c.Stored[name], facts.String).Text()
}

// Number is a stored number in millionths, Amount a stored amount in minor units; 0 where it is absent.
func (c *Checked) Number(name string) int64 {
	return expr.PropertyOf(c.Stored[name], facts.Number).Millionths()
}

// Amount is a stored amount in minor units; 0 where it is absent.
func (c *Checked) Amount(name string) int64 {
	return expr.PropertyOf(c.Stored[name], facts.Money).Minor()
}

// EventJSON is the column of properties.
func (c *Checked) EventJSON() (string, error) {
	if len(c.Stored) == 0 {
		return "{}", nil
	}
	text, err := json.Marshal(c.Stored)
	return string(text), err
}

// checker gathers what is wrong with a line; the first thing refuses it.
type checker struct {
	why      string
	warnings []string
}

func (k *checker) refuse(format string, args ...any) {
	if k.why == "" {
		k.why = fmt.Sprintf(format, args...)
	}
}

func (k *checker) warn(format string, args ...any) {
	k.warnings = append(k.warnings, fmt.Sprintf(format, args...))
}

// topic warns of one that the project does not declare: what a shop calls otherwise stops nothing, and somebody who said no would get mail.
func (k *checker) topic(name string, opt ImportOptions) {
	if name != "*" && len(opt.Topics) > 0 && !slices.Contains(opt.Topics, name) {
		k.warn("the project has no topic %q: what was said about it counts for nothing until there is one", clip(name))
	}
}

// Check reads a line against the rules of contracts.md. The line itself is left as it is. A line that cannot be taken is a *Refused.
// currencyOf is the currency of an order that is known already, else empty.
func Check(line *order.Line, opt ImportOptions, currencyOf func(order string) (string, error)) (*Checked, error) {
	k := &checker{}
	l := *line
	k.key(&l)
	l.Customer = k.customer(line.Customer, opt)
	l.Order = k.order(line.Order, opt)
	l.Shipment = k.shipment(line.Shipment, l.Order)
	l.Products = k.products(line.Products)
	c := &Checked{Line: &l}
	if l.Type != "" {
		c.Type = k.eventType(l.Type, opt.Types)
		if c.Type != nil {
			k.about(&l)
			currency, err := amountsIn(&l, c.Type, opt, currencyOf)
			if err != nil {
				return nil, err
			}
			k.properties(c, currency)
			if name := c.Property("topic"); name != "" && (c.Type.Name == "consent.changed" || c.Type.Name == "message.unsubscribed") {
				k.topic(name, opt)
			}
		}
	}
	if k.why != "" {
		return nil, &Refused{Why: k.why}
	}
	l.At = l.At.UTC().Truncate(time.Millisecond)
	c.Stamp, c.Warnings = StampOf(l.At, l.Source, l.ID), k.warnings
	return c, nil
}

func (k *checker) key(l *order.Line) {
	if l.ID == "" {
		k.refuse("the line has no id")
	}
	k.id("id", l.ID)
	k.id("source", l.Source)
	switch {
	case l.At.IsZero():
		k.refuse("the line has no time `at`")
	case !sane(l.At):
		k.refuse("the time `at` is not between the years 1900 and 9999")
	}
}

// sane keeps times within what sorts as text.
func sane(t time.Time) bool {
	y := t.UTC().Year()
	return y >= 1900 && y <= 9999
}

func (k *checker) id(name, s string) string {
	switch {
	case len(s) > idMax:
		k.refuse("%s is longer than %d bytes", name, idMax)
	case !utf8.ValidString(s):
		k.refuse("%s is no UTF-8 text", name)
	case strings.ContainsFunc(s, unicode.IsControl):
		k.refuse("%s has a control character in it", name)
	case s != "" && strings.TrimSpace(s) == "":
		k.refuse("%s is blank", name)
	}
	return norm.NFC.String(s)
}

// CleanText makes a text that every database and every letter can hold: UTF-8 without NUL.
func CleanText(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	return strings.ReplaceAll(s, "\x00", "")
}

func (k *checker) text(name string, p *string, limit int) *string {
	if p == nil {
		return nil
	}
	if len(*p) > limit {
		k.refuse("%s is longer than %d bytes", name, limit)
		return nil
	}
	s := CleanText(*p)
	return &s
}

// trimmed is text without blanks around it.
func (k *checker) trimmed(name string, p *string) *string {
	if p = k.text(name, p, textMax); p == nil {
		return nil
	}
	s := strings.TrimSpace(*p)
	return &s
}

// personName is a name, or the empty text for what is none.
func (k *checker) personName(field string, p *string) *string {
	if p = k.trimmed(field, p); p != nil && !order.PlausibleName(*p) {
		return new(string)
	}
	return p
}

func (k *checker) instant(name string, p *time.Time) *time.Time {
	if p == nil {
		return nil
	}
	if !p.IsZero() && !sane(*p) {
		k.refuse("%s is not between the years 1900 and 9999", name)
	}
	t := p.UTC().Truncate(time.Millisecond)
	return &t
}

func (k *checker) list(name string, p *[]string) *[]string {
	if p == nil {
		return nil
	}
	if len(*p) > listMax {
		k.refuse("%s has more than %d entries", name, listMax)
		return nil
	}
	out := make([]string, len(*p))
	for i, s := range *p {
		if len(s) > textMax {
			k.refuse("an entry of %s is longer than %d bytes", name, textMax)
		}
		out[i] = CleanText(s)
	}
	return &out
}

func (k *checker) attributes(name string, m map[string]json.RawMessage) map[string]json.RawMessage {
	size := 0
	out := make(map[string]json.RawMessage, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		size += len(key) + len(m[key])
		k.id("the name of an entry of "+name, key)
		if !storable(m[key]) {
			k.refuse("%s.%s is no JSON value that can be stored", name, clip(key))
		}
		out[key] = compact(m[key])
	}
	if size > propertiesMax {
		k.refuse("%s are longer than %d bytes together", name, propertiesMax)
	}
	return out
}

// choice is a text of a closed set; an empty one is not named.
func (k *checker) choice(name string, p *string, set []string) *string {
	if p == nil || *p == "" {
		return nil
	}
	if !slices.Contains(set, *p) {
		k.refuse("%s %q is not known; it is one of %s", name, clip(*p), strings.Join(set, ", "))
	}
	return p
}

func (k *checker) customer(in *order.CustomerPatch, opt ImportOptions) *order.CustomerPatch {
	if in == nil {
		return nil
	}
	c := *in
	c.ID = k.id("customer.id", c.ID)
	if c.Email = k.trimmed("customer.email", c.Email); c.Email != nil && *c.Email != "" && !ValidEmail(*c.Email) {
		k.warn("%q is no address to which mail can be sent; the customer has none now", clip(*c.Email))
		c.Email = new(string)
	}
	if c.Phone = k.trimmed("customer.phone", c.Phone); c.Phone == nil || *c.Phone == "" {
		c.PhoneValid = false
	}
	c.LoyaltyID = k.trimmed("customer.loyalty_id", c.LoyaltyID)
	c.FirstName = k.personName("customer.first_name", c.FirstName)
	c.LastName = k.personName("customer.last_name", c.LastName)
	c.Timezone = k.trimmed("customer.timezone", c.Timezone)
	c.Locale = k.trimmed("customer.locale", c.Locale)
	c.Country = k.trimmed("customer.country", c.Country)
	c.City = k.text("customer.city", c.City, textMax)
	if c.Birthday = k.trimmed("customer.birthday", c.Birthday); c.Birthday != nil && *c.Birthday != "" {
		if day, err := time.Parse(time.DateOnly, *c.Birthday); err != nil {
			k.warn("the birthday %q is no date such as 1990-05-31; it counts as missing", clip(*c.Birthday))
			c.Birthday = new(string)
		} else if !sane(day) {
			c.Birthday = new(string)
		}
	}
	c.PreferredChannel = k.trimmed("customer.preferred_channel", c.PreferredChannel)
	c.CreatedAt = k.instant("customer.created_at", c.CreatedAt)
	c.Tags = k.list("customer.tags", c.Tags)
	c.Attributes = k.attributes("customer.attributes", c.Attributes)
	for topic, channels := range c.Consents {
		k.id("a topic of customer.consents", topic)
		k.topic(topic, opt)
		for channel, state := range channels {
			k.id("a channel of customer.consents", channel)
			k.state("customer.consents", state)
		}
	}
	if c.ID == "" && empty(c.Email) && empty(c.LoyaltyID) && (empty(c.Phone) || !c.PhoneValid) {
		return nil // nothing by which to know the person again: anonymous
	}
	return &c
}

func empty(p *string) bool { return p == nil || *p == "" }

func (k *checker) state(name, s string) {
	if s != "granted" && s != "denied" {
		k.refuse("%s has the state %q; it is granted or denied", name, clip(s))
	}
}

func (k *checker) order(in *order.OrderPatch, opt ImportOptions) *order.OrderPatch {
	if in == nil {
		return nil
	}
	o := *in
	if o.ID == "" {
		k.refuse("the order has no id")
	}
	o.ID = k.id("order.id", o.ID)
	if o.Number = k.text("order.number", o.Number, textMax); empty(o.Number) {
		o.Number = nil
	}
	if o.CustomerID != nil {
		id := k.id("order.customer", *o.CustomerID)
		o.CustomerID = &id
	}
	o.Channel = k.choice("the order's channel", o.Channel, order.Channels)
	o.Status = k.choice("the order's status", o.Status, order.Statuses)
	o.Currency = k.currency(o.Currency, opt)
	for name, p := range map[string]*int64{
		"total": o.Total, "subtotal": o.Subtotal, "shipping": o.Shipping, "tax": o.Tax, "discount": o.Discount,
	} {
		switch {
		case p == nil:
		case *p > AmountMax || *p < -AmountMax:
			k.refuse("order.%s is beyond all bounds", name)
		case *p < 0 && name == "total":
			k.refuse("order.total is negative; what is paid back is an order.refunded event")
		}
	}
	o.DiscountCodes = k.list("order.discount_codes", o.DiscountCodes)
	o.Tags = k.list("order.tags", o.Tags)
	o.PlacedAt = k.instant("order.placed_at", o.PlacedAt)
	if o.PlacedAt != nil && o.PlacedAt.IsZero() {
		o.PlacedAt = nil
	}
	o.EstimatedDeliveryAt = k.instant("order.estimated_delivery_at", o.EstimatedDeliveryAt)
	o.URL = k.trimmed("order.url", o.URL)
	o.Location = k.text("order.location", o.Location, textMax)
	o.GiftMessage = k.text("order.gift_message", o.GiftMessage, longMax)
	o.CustomerNote = k.text("order.customer_note", o.CustomerNote, longMax)
	o.Attributes = k.attributes("order.attributes", o.Attributes)
	o.Items = k.items(o.Items)
	return &o
}

func (k *checker) currency(p *string, opt ImportOptions) *string {
	if empty(p) {
		return nil
	}
	code := strings.ToUpper(*p)
	if _, known := locale.MinorDigits(code); !known {
		k.refuse("ISO 4217 has no currency %q", clip(*p))
	}
	if !slices.Contains(opt.Currencies, code) && code != opt.Currency {
		k.warn("the project does not declare the currency %s: amounts in it equal and exceed nothing", clip(code))
	}
	return &code
}

func (k *checker) items(in *[]order.ItemPatch) *[]order.ItemPatch {
	if in == nil {
		return nil
	}
	if len(*in) > itemsMax {
		k.refuse("the order has more than %d items", itemsMax)
		return nil
	}
	out := slices.Clone(*in)
	for i := range out {
		it := &out[i]
		n := i + 1
		name := func(field string) string { return fmt.Sprintf("%s of item %d", field, n) }
		it.ID = k.id(name("the id"), it.ID)
		it.Product = k.id(name("the product"), it.Product)
		it.SKU = k.id(name("the sku"), strings.TrimSpace(CleanText(it.SKU)))
		it.Title = *k.orEmpty(name("the title"), it.Title)
		it.VariantTitle = *k.orEmpty(name("the variant"), it.VariantTitle)
		it.ImageURL = *k.orEmpty(name("the picture's address"), it.ImageURL)
		if it.Product == "" && it.Title == "" && it.SKU == "" {
			k.refuse("item %d has neither a product nor a title", n)
		}
		if it.Product == "" && it.SKU == "" && len(it.Title) > idMax {
			it.Product = strings.ToValidUTF8(it.Title[:idMax], "")
		}
		if it.Quantity < 0 {
			k.refuse("the quantity of item %d is negative; a return is an order.refunded event", n)
		}
		if it.Quantity > quantityMax || !within(it.Unit) || !within(it.Total) {
			k.refuse("a figure of item %d is beyond all bounds", n)
		}
	}
	return &out
}

func within(minor int64) bool { return minor <= AmountMax && minor >= -AmountMax }

func (k *checker) orEmpty(name, s string) *string {
	if p := k.text(name, &s, textMax); p != nil {
		return p
	}
	return new(string)
}

func (k *checker) shipment(in *order.ShipmentPatch, o *order.OrderPatch) *order.ShipmentPatch {
	if in == nil {
		return nil
	}
	if o == nil {
		k.refuse("the line names a shipment and no order")
	}
	s := *in
	s.ID = k.id("shipment.id", s.ID)
	s.Carrier = k.text("shipment.carrier", s.Carrier, textMax)
	s.TrackingNumber = k.text("shipment.tracking_number", s.TrackingNumber, textMax)
	s.TrackingURL = k.trimmed("shipment.tracking_url", s.TrackingURL)
	s.ShippedAt = k.instant("shipment.shipped_at", s.ShippedAt)
	s.DeliveredAt = k.instant("shipment.delivered_at", s.DeliveredAt)
	if s.Items != nil && len(*s.Items) > itemsMax {
		k.refuse("the shipment has more than %d items", itemsMax)
	}
	if s.Items != nil {
		ids := slices.Clone(*s.Items)
		for i, id := range ids {
			ids[i] = k.id("an item of the shipment", id)
		}
		s.Items = &ids
	}
	return &s
}

func (k *checker) products(in []order.ProductPatch) []order.ProductPatch {
	if len(in) > itemsMax {
		k.refuse("the line has more than %d products", itemsMax)
		return nil
	}
	var out []order.ProductPatch
	for _, p := range in {
		if p.ID = k.id("product.id", p.ID); p.ID == "" {
			k.refuse("a product has no id")
		}
		p.Title = k.text("product.title", p.Title, textMax)
		p.Category = k.text("product.category", p.Category, textMax)
		p.Brand = k.text("product.brand", p.Brand, textMax)
		p.URL = k.trimmed("product.url", p.URL)
		p.ImageURL = k.trimmed("product.image_url", p.ImageURL)
		p.Tags = k.list("product.tags", p.Tags)
		p.Attributes = k.attributes("product.attributes", p.Attributes)
		if p.Price != nil && !within(*p.Price) {
			k.refuse("the price of product %q is beyond all bounds", clip(p.ID))
		}
		if !empty(p.Currency) {
			code := strings.ToUpper(*p.Currency)
			if _, known := locale.MinorDigits(code); !known {
				k.refuse("ISO 4217 has no currency %q", clip(*p.Currency))
			}
			p.Currency = &code
		}
		out = append(out, p)
	}
	return out
}

func (k *checker) eventType(name string, types map[string]*order.EventType) *order.EventType {
	if t := types[name]; t != nil {
		return t
	}
	if t := order.BuiltinEvents[name]; t != nil {
		return t
	}
	best, distance := "", 4 // further away it is no slip of the pen
	for _, set := range []map[string]*order.EventType{order.BuiltinEvents, types} {
		for _, known := range slices.Sorted(maps.Keys(set)) {
			if d := levenshtein.Distance(clip(name), known, nil); d < distance {
				best, distance = known, d
			}
		}
	}
	switch {
	case name == "":
		k.refuse("the line has no type")
	case best != "":
		k.refuse("there is no event type %q. Did you mean %q?", clip(name), best)
	default:
		k.refuse("there is no event type %q; a project declares its own with an event block", clip(name))
	}
	return nil
}

// about refuses events that concern nobody.
func (k *checker) about(l *order.Line) {
	if l.Order != nil {
		return
	}
	if strings.HasPrefix(l.Type, "order.") && order.BuiltinEvents[l.Type] != nil {
		k.refuse("%s names no order", l.Type)
	}
	if l.Customer == nil {
		k.refuse("the event names neither a customer nor an order")
	}
}

// amountsIn is the currency of a line's amounts: that of its order, else the project's first.
func amountsIn(l *order.Line, t *order.EventType, opt ImportOptions, currencyOf func(string) (string, error)) (string, error) {
	isMoney := func(f *facts.Field) bool { return f.Type.Kind == facts.Money }
	switch {
	case l.Order == nil || !slices.ContainsFunc(t.Type.Fields, isMoney):
		return opt.Currency, nil
	case l.Order.Currency != nil:
		return *l.Order.Currency, nil
	}
	known, err := currencyOf(l.Order.ID)
	if err != nil || known != "" {
		return known, err
	}
	return opt.Currency, nil
}

// properties proves that the properties are of their types and that none is missing that the catalogue says is never absent, and
// turns them into their stored form.
func (k *checker) properties(c *Checked, currency string) {
	c.Stored = k.attributes("properties", c.Line.Properties)
	mention := func(id, title string) {
		if title == "" {
			title = id
		}
		c.Mentions = append(c.Mentions, ItemRow{Product: k.id("a product", id), Title: title})
	}
	for _, f := range c.Type.Type.Fields {
		if f.Name == "at" || f.Name == "type" {
			continue
		}
		v, err := stored(f.Type, c.Stored[f.Name], currency, mention)
		switch {
		case err != nil:
			k.refuse("the property %s of %s %s", f.Name, c.Type.Name, err)
		case v == nil && !f.Type.Nullable:
			k.refuse("%s has no %s", c.Type.Name, f.Name)
		case v == nil:
			delete(c.Stored, f.Name)
			continue
		case len(v) > longMax*2:
			k.refuse("the property %s is longer than %d bytes", f.Name, longMax)
		}
		c.Stored[f.Name] = v
	}
	switch c.Type.Name {
	case "order.refunded":
		if c.Amount("amount") < 0 {
			k.refuse("the amount of order.refunded is negative")
		}
	case "consent.changed":
		k.state("consent.changed", c.Property("state"))
	case "message.bounced":
		if c.Property("kind") == "" {
			k.warn("the bounce has no kind; only a hard one keeps an address from mail")
		}
	}
}

// storable is JSON that is not nested beyond reason.
func storable(raw json.RawMessage) bool {
	if len(raw) == 0 || !json.Valid(raw) {
		return false
	}
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > depthMax {
				return false
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return true
}

// compact is a value in the form in which it is stored, so that equal lines are stored equal.
func compact(raw json.RawMessage) json.RawMessage {
	text, err := json.Marshal(raw)
	if err != nil {
		return raw
	}
	return text
}

func clip(s string) string {
	const long = 60
	if len(s) <= long {
		return CleanText(s)
	}
	return strings.ToValidUTF8(CleanText(s)[:long], "") + "…"
}
