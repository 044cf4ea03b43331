package store

import (
	"encoding/json"
	"time"

	"github.com/flowc/flowc/schema/order"
)

// ProductRow is a row of products. An empty text is null.
type ProductRow struct {
	ID        string
	Title     string
	Category  string
	Brand     string
	URL       string
	ImageURL  string
	Price     int64
	Currency  string // of the price; empty: no price is known
	Tags      []string
	Attrs     map[string]json.RawMessage
	Stamps    Stamps
	UpdatedAt time.Time
}

// NewProduct is a product of which nothing is known but the id.
func NewProduct(id string) *ProductRow { return &ProductRow{ID: id, Title: id, Stamps: Stamps{}} }

// Merge writes what a line says.
func (r *ProductRow) Merge(p *order.ProductPatch, s Stamp) {
	r.UpdatedAt = latest(r.UpdatedAt, s.At())
	text := func(field string, from, to *string) { mergeText(r.Stamps, s, field, from, to) }
	text("title", p.Title, &r.Title)
	text("category", p.Category, &r.Category)
	text("brand", p.Brand, &r.Brand)
	text("url", p.URL, &r.URL)
	text("image_url", p.ImageURL, &r.ImageURL)
	if p.Price != nil && p.Currency != nil && r.Stamps.take("price", s) {
		r.Price, r.Currency = *p.Price, *p.Currency
	}
	if p.Tags != nil && r.Stamps.take("tags", s) {
		r.Tags = *p.Tags
	}
	r.named()
}

// Mention writes what an order says of a product in passing. It yields to what any line says of the product itself.
func (r *ProductRow) Mention(it *ItemRow, s Stamp) {
	r.UpdatedAt = latest(r.UpdatedAt, s.At())
	if it.Title != it.Product {
		mergeText(r.Stamps, s.weak(), "title", &it.Title, &r.Title)
	}
	if it.ImageURL != "" {
		mergeText(r.Stamps, s.weak(), "image_url", &it.ImageURL, &r.ImageURL)
	}
	r.named()
}

// named keeps the title never absent.
func (r *ProductRow) named() {
	if r.Title == "" {
		r.Title = r.ID
	}
}
