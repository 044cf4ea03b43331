package store

import (
	"encoding/json"
	"time"

	"github.com/flowc/flowc/schema/order"
)

// CustomerRow is a row of customers as merging and facts see it. An empty text is null.
type CustomerRow struct {
	ID               string
	CreatedAt        time.Time
	UpdatedAt        time.Time
	Email            string
	Phone            string
	LoyaltyID        string
	FirstName        string
	LastName         string
	Locale           string
	Timezone         string
	Country          string
	City             string
	Birthday         string // midnight UTC of the day, as an instant's text
	PreferredChannel string
	Tags             []string
	Attrs            map[string]json.RawMessage
	Stamps           Stamps

	OrderCount   int64
	TotalSpent   int64
	Currency     string
	FirstOrderAt time.Time
	LastOrderAt  time.Time
}

// NewCustomer is a customer of whom nothing is known but the id and when it was first named.
func NewCustomer(id string, at time.Time) *CustomerRow {
	return &CustomerRow{ID: id, CreatedAt: at, UpdatedAt: at, Stamps: Stamps{}}
}

// Merge writes what a line says, field by field, where the line is not older than the field's last writer.
func (c *CustomerRow) Merge(p *order.CustomerPatch, s Stamp) {
	at := s.At()
	c.UpdatedAt = latest(c.UpdatedAt, at)
	text := func(field string, from, to *string) { mergeText(c.Stamps, s, field, from, to) }
	text("email", p.Email, &c.Email)
	text("phone", p.Phone, &c.Phone)
	text("loyalty_id", p.LoyaltyID, &c.LoyaltyID)
	text("first_name", p.FirstName, &c.FirstName)
	text("last_name", p.LastName, &c.LastName)
	text("locale", p.Locale, &c.Locale)
	text("timezone", p.Timezone, &c.Timezone)
	text("country", p.Country, &c.Country)
	text("city", p.City, &c.City)
	if p.Birthday != nil && c.Stamps.take("birthday", s) {
		c.Birthday = ""
		if day, err := time.Parse(time.DateOnly, *p.Birthday); err == nil {
			c.Birthday = FormatInstant(day)
		}
	}
	text("preferred_channel", p.PreferredChannel, &c.PreferredChannel)
	if p.Tags != nil && c.Stamps.take("tags", s) {
		c.Tags = *p.Tags
	}
	c.Attrs = mergeAttrs(c.Stamps, s, p.Attributes, c.Attrs)
	switch _, told := c.Stamps["created_at"]; {
	case p.CreatedAt != nil:
		if c.Stamps.take("created_at", s) {
			c.CreatedAt = *p.CreatedAt
		}
	case !told: // when the customer was first seen
		c.CreatedAt = earliest(c.CreatedAt, at)
	}
}

func mergeText(stamps Stamps, s Stamp, field string, from, to *string) {
	if from != nil && stamps.take(field, s) {
		*to = *from
	}
}

func mergeAmount(stamps Stamps, s Stamp, field string, from, to *int64) {
	if from != nil && stamps.take(field, s) {
		*to = *from
	}
}

func mergeInstant(stamps Stamps, s Stamp, field string, from, to *time.Time) {
	if from != nil && stamps.take(field, s) {
		*to = *from
	}
}

// mergeAttrs merges attributes by name. A null takes an attribute away, and is remembered as its last writer.
func mergeAttrs(stamps Stamps, s Stamp, from, to map[string]json.RawMessage) map[string]json.RawMessage {
	for name, value := range from {
		if !stamps.take("attributes."+name, s) {
			continue
		}
		if string(value) == "null" {
			delete(to, name)
			continue
		}
		if to == nil {
			to = make(map[string]json.RawMessage, len(from))
		}
		to[name] = value
	}
	return to
}

// Counted is what one order adds to its customer's counters.
type Counted struct {
	Customer string // empty: nothing
	PlacedAt time.Time
	Net      int64 // in the project's first currency
}

// CountOf is what an order adds: nothing where it is anonymous, not placed, cancelled or a test.
func CountOf(o *OrderRow, currency string) Counted {
	if o == nil || o.Customer == "" || o.PlacedAt.IsZero() || o.Test || o.Status == "cancelled" {
		return Counted{}
	}
	c := Counted{Customer: o.Customer, PlacedAt: o.PlacedAt}
	if o.Currency == currency {
		c.Net = o.Total - o.Refunded
	}
	return c
}
