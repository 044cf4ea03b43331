package sqlite

import (
	"database/sql"
	"fmt"

	"github.com/flowc/flowc/runtime/store"
)

// products writes what a line says of products, and of those that its items mention.
func (im *importing) products() error {
	for i := range im.l.Products {
		p := &im.l.Products[i]
		if err := im.product(p.ID, func(r *store.ProductRow) { r.Merge(p, im.Stamp) }); err != nil {
			return err
		}
	}
	for i := range im.Mentions {
		row := &im.Mentions[i]
		if err := im.product(row.Product, func(r *store.ProductRow) { r.Mention(row, im.Stamp) }); err != nil {
			return err
		}
	}
	if im.l.Order == nil || im.l.Order.Items == nil {
		return nil
	}
	for i, it := range *im.l.Order.Items {
		row := store.ItemRowOf(im.l.Order.ID, i+1, it)
		if err := im.product(row.Product, func(r *store.ProductRow) { r.Mention(&row, im.Stamp) }); err != nil {
			return err
		}
	}
	return nil
}

// product reads a product, changes it and writes it.
func (t *tx) product(id string, change func(*store.ProductRow)) error {
	p, err := t.loadProduct(id)
	if err != nil {
		return fmt.Errorf("product %q: %w", id, err)
	}
	if p == nil {
		p = store.NewProduct(id)
	}
	change(p)
	if err := t.saveProduct(p); err != nil {
		return fmt.Errorf("write product %q: %w", id, err)
	}
	return nil
}

const productColumns = `p.id, p.title, p.category, p.brand, p.url, p.image_url, p.price_minor, p.currency, p.tags, p.attrs, p.stamps, p.updated_at`

func scanProduct(scan func(...any) error, stamps bool) (*store.ProductRow, error) {
	p := &store.ProductRow{}
	var category, brand, url, image, currency sql.NullString
	var price sql.NullInt64
	var tags, attrs, stampText, updated string
	err := scan(&p.ID, &p.Title, &category, &brand, &url, &image, &price, &currency, &tags, &attrs, &stampText, &updated)
	if err != nil {
		return nil, err
	}
	p.Category, p.Brand, p.URL, p.ImageURL = category.String, brand.String, url.String, image.String
	p.Price, p.Currency, p.UpdatedAt = price.Int64, currency.String, store.ParseInstant(updated)
	if p.Tags, p.Attrs, err = listAndAttrs(tags, attrs); err != nil {
		return nil, fmt.Errorf("product %q: %w", p.ID, err)
	}
	if stamps {
		p.Stamps, err = store.DecodeStamps(stampText)
	}
	return p, err
}

func (t *tx) loadProduct(id string) (p *store.ProductRow, err error) {
	err = t.c.each(`select `+productColumns+` from products p where p.id = ?`, []any{id}, func(scan func(...any) error) (err error) {
		p, err = scanProduct(scan, true)
		return err
	})
	return p, err
}

const upsertProduct = `insert into products (id, title, category, brand, url, image_url, price_minor, currency, tags, attrs, stamps, updated_at)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do update set title = excluded.title, category = excluded.category, brand = excluded.brand, url = excluded.url,
  image_url = excluded.image_url, price_minor = excluded.price_minor, currency = excluded.currency, tags = excluded.tags,
  attrs = excluded.attrs, stamps = excluded.stamps, updated_at = excluded.updated_at`

func (t *tx) saveProduct(p *store.ProductRow) error {
	var price any
	if p.Currency != "" {
		price = p.Price
	}
	attrs, err := jsonAttrs(p.Attrs)
	if err != nil {
		return err
	}
	_, err = t.c.exec(upsertProduct, p.ID, p.Title, null(p.Category), null(p.Brand), null(p.URL), null(p.ImageURL), price, null(p.Currency),
		jsonList(p.Tags), attrs, p.Stamps.Encode(), store.FormatInstant(p.UpdatedAt))
	return err
}
