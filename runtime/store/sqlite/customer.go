package sqlite

import (
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// people finds the customer of a line, or makes one, and writes what the line says.
func (im *importing) people() error {
	patch := im.l.Customer
	if patch == nil && im.l.Order != nil && im.l.Order.CustomerID != nil && *im.l.Order.CustomerID != "" {
		patch = &order.CustomerPatch{ID: *im.l.Order.CustomerID}
		im.l.Customer = patch
	}
	if patch == nil {
		return nil
	}
	id, err := im.find(patch)
	if err != nil {
		return fmt.Errorf("find the customer: %w", err)
	}
	im.customer = id
	c, err := im.loadCustomer(id)
	if err != nil {
		return err
	}
	if c == nil {
		c = store.NewCustomer(id, im.l.At)
	}
	c.Merge(patch, im.Stamp)
	if err := im.saveCustomer(c); err != nil {
		return fmt.Errorf("write customer %q: %w", id, err)
	}
	if err := im.identify(id, patch); err != nil {
		return fmt.Errorf("identities of customer %q: %w", id, err)
	}
	return im.snapshots(patch)
}

// find matches a customer by the platform's id, then a verified e-mail, then the loyalty number, then a valid phone number (one that
// two e-mails share links nobody). Nobody found: the platform's id is a new customer's; without one an id is made of what is known,
// the same one each time.
func (im *importing) find(p *order.CustomerPatch) (string, error) {
	if p.ID != "" {
		var id string
		found, err := im.c.one(`select coalesce(merged_into, id) from customers where id = ?`, []any{p.ID}, &id)
		if err != nil || found {
			return id, err
		}
		if found, err = im.c.one(`select customer_id from identities where kind = 'external' and value = ? order by first_seen, customer_id limit 1`, []any{p.ID}, &id); err != nil || found {
			return id, err
		}
	}
	id, err := im.match(p)
	if err != nil || id != "" {
		return id, err
	}
	if p.ID != "" {
		return p.ID, nil
	}
	for _, known := range []struct{ kind, value string }{{"email", email(p)}, {"loyalty", value(p.LoyaltyID)}, {"phone", value(p.Phone)}} {
		if known.value != "" {
			return derivedID(known.kind, known.value), nil
		}
	}
	panic("this is a bug in flowc: a customer without anything known")
}

// derivedID is the id of a customer whom no platform has given one. It is a hash, so that no address stands in ids.
func derivedID(kind, value string) string {
	sum := sha256.Sum256([]byte("flowc/1\x00customer\x00" + kind + "\x00" + value))
	return kind + "-" + hex.EncodeToString(sum[:10])
}

func value(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}

// email is the line's address as it is matched.
func email(p *order.CustomerPatch) string { return store.NormalEmail(value(p.Email)) }

// An address that the customer has now goes before one that they had, a verified one before another, the older before the younger.
const (
	byEmail = `select i.customer_id from identities i join customers c on c.id = i.customer_id where i.kind = 'email' and i.value = ?1 and i.verified >= ?2
order by lower(coalesce(c.email, '')) = ?1 desc, i.verified desc, i.first_seen, i.customer_id limit 1`
	byLoyalty = `select i.customer_id from identities i join customers c on c.id = i.customer_id where i.kind = 'loyalty' and i.value = ?1
order by coalesce(c.loyalty_id, '') = ?1 desc, i.first_seen, i.customer_id limit 1`
	byPhone = `select i.customer_id, coalesce(c.email, '') from identities i join customers c on c.id = i.customer_id where i.kind = 'phone' and i.value = ?
order by i.customer_id limit 2`
)

func (im *importing) match(p *order.CustomerPatch) (id string, err error) {
	// A platform's new id joins a known customer by a verified address alone; without an id the address is all there is.
	address := email(p)
	mayBeUnverified := p.ID == "" && (p.EmailVerified == nil || *p.EmailVerified)
	if verified := p.EmailVerified != nil && *p.EmailVerified; address != "" && (verified || mayBeUnverified) {
		least := 1
		if mayBeUnverified {
			least = 0
		}
		if found, err := im.c.one(byEmail, []any{address, least}, &id); err != nil || found {
			return id, err
		}
	}
	if loyalty := value(p.LoyaltyID); loyalty != "" {
		if found, err := im.c.one(byLoyalty, []any{loyalty}, &id); err != nil || found {
			return id, err
		}
	}
	if phone := value(p.Phone); phone != "" && p.PhoneValid {
		return im.matchPhone(phone, address)
	}
	return "", nil
}

// matchPhone finds the only customer with a phone number, unless the line names another address than theirs: a household may share a
// phone.
func (im *importing) matchPhone(phone, address string) (string, error) {
	var ids, emails []string
	err := im.c.each(byPhone, []any{phone}, func(scan func(...any) error) error {
		var id, email string
		err := scan(&id, &email)
		ids, emails = append(ids, id), append(emails, store.NormalEmail(email))
		return err
	})
	if err != nil || len(ids) != 1 || address != "" && emails[0] != "" && emails[0] != address {
		return "", err
	}
	return ids[0], nil
}

const upsertIdentity = `insert into identities (kind, value, customer_id, verified, first_seen, last_seen) values (?1, ?2, ?3, ?4, ?5, ?5)
on conflict (kind, value, customer_id) do update set verified = max(verified, excluded.verified),
  first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)`

// identify remembers by what the customer can be found again.
func (im *importing) identify(id string, p *order.CustomerPatch) error {
	at := store.FormatInstant(im.l.At)
	put := func(kind, value string, verified bool) error {
		if value == "" {
			return nil
		}
		_, err := im.c.exec(upsertIdentity, kind, value, id, verified, at)
		return err
	}
	if p.ID != id {
		if err := put("external", p.ID, true); err != nil {
			return err
		}
	}
	if err := put("email", email(p), p.EmailVerified != nil && *p.EmailVerified); err != nil {
		return err
	}
	if err := put("loyalty", value(p.LoyaltyID), true); err != nil {
		return err
	}
	if !p.PhoneValid {
		return nil
	}
	return put("phone", value(p.Phone), false)
}

// snapshots records the consents that a source repeats with every row.
func (im *importing) snapshots(p *order.CustomerPatch) error {
	for _, topic := range slices.Sorted(maps.Keys(p.Consents)) {
		for _, channel := range slices.Sorted(maps.Keys(p.Consents[topic])) {
			state := p.Consents[topic][channel]
			if err := im.snapshot(channel, im.address(channel), im.customer, topic, state, im.l.Source, im.l.ID, im.l.At); err != nil {
				return fmt.Errorf("consent to %q: %w", topic, err)
			}
		}
	}
	return nil
}

const customerColumns = `c.id, c.created_at, c.updated_at, c.email, c.phone, c.loyalty_id, c.first_name, c.last_name, c.locale, c.timezone, c.country,
  c.city, c.birthday, c.preferred_channel, c.tags, c.attrs, c.stamps, c.order_count, c.total_spent_minor, c.currency, c.first_order_at, c.last_order_at`

func scanCustomer(scan func(...any) error) (*store.CustomerRow, error) {
	c := &store.CustomerRow{}
	var created, updated string
	var email, phone, loyalty, first, last, locale, zone, country, city, birthday, preferred, currency, firstAt, lastAt sql.NullString
	var tags, attrs, stampText string
	err := scan(&c.ID, &created, &updated, &email, &phone, &loyalty, &first, &last, &locale, &zone, &country, &city, &birthday, &preferred,
		&tags, &attrs, &stampText, &c.OrderCount, &c.TotalSpent, &currency, &firstAt, &lastAt)
	if err != nil {
		return nil, err
	}
	c.CreatedAt, c.UpdatedAt = store.ParseInstant(created), store.ParseInstant(updated)
	c.Email, c.Phone, c.LoyaltyID, c.FirstName, c.LastName = email.String, phone.String, loyalty.String, first.String, last.String
	c.Locale, c.Timezone, c.Country, c.City, c.Birthday = locale.String, zone.String, country.String, city.String, birthday.String
	c.PreferredChannel, c.Currency = preferred.String, currency.String
	c.FirstOrderAt, c.LastOrderAt = store.ParseInstant(firstAt.String), store.ParseInstant(lastAt.String)
	if c.Tags, c.Attrs, err = listAndAttrs(tags, attrs); err != nil {
		return nil, fmt.Errorf("customer %q: %w", c.ID, err)
	}
	c.Stamps, err = store.DecodeStamps(stampText)
	return c, err
}

// factColumns are those of customerColumns that facts are made of.
const factColumns = `c.id, c.created_at, c.email, c.phone, c.loyalty_id, c.first_name, c.last_name, c.locale, c.timezone, c.country, c.city, c.birthday,
  c.preferred_channel, c.tags, c.attrs, c.order_count, c.total_spent_minor, c.currency, c.first_order_at, c.last_order_at`

// customerOf reads a row of factColumns as the driver gives it.
func customerOf(v []driver.Value, c *store.CustomerRow) (err error) {
	*c = store.CustomerRow{
		ID: textOf(v[0]), CreatedAt: store.ParseInstant(textOf(v[1])), Email: textOf(v[2]), Phone: textOf(v[3]), LoyaltyID: textOf(v[4]),
		FirstName: textOf(v[5]), LastName: textOf(v[6]), Locale: textOf(v[7]), Timezone: textOf(v[8]), Country: textOf(v[9]), City: textOf(v[10]),
		Birthday: textOf(v[11]), PreferredChannel: textOf(v[12]), OrderCount: v[15].(int64), TotalSpent: v[16].(int64), Currency: textOf(v[17]),
		FirstOrderAt: store.ParseInstant(textOf(v[18])), LastOrderAt: store.ParseInstant(textOf(v[19])),
	}
	if c.Tags, c.Attrs, err = listAndAttrs(textOf(v[13]), textOf(v[14])); err != nil {
		return fmt.Errorf("customer %q: %w", c.ID, err)
	}
	return nil
}

// textOf is a column's text; null is empty.
func textOf(v driver.Value) string {
	s, _ := v.(string)
	return s
}

// listAndAttrs reads two JSON columns that are mostly empty.
func listAndAttrs(tags, attrs string) (list []string, m map[string]json.RawMessage, err error) {
	if list, err = textList(tags); err != nil {
		return nil, nil, err
	}
	if attrs != "{}" {
		err = json.Unmarshal([]byte(attrs), &m)
	}
	return list, m, err
}

func textList(text string) (list []string, err error) {
	if text != "[]" && text != "" {
		err = json.Unmarshal([]byte(text), &list)
	}
	return list, err
}

// jsonList is a list as a column keeps it.
func jsonList(l []string) string {
	if len(l) == 0 {
		return "[]"
	}
	return list(l)
}

func jsonAttrs(m map[string]json.RawMessage) (string, error) {
	if len(m) == 0 {
		return "{}", nil
	}
	text, err := json.Marshal(m)
	return string(text), err
}

func (t *tx) loadCustomer(id string) (*store.CustomerRow, error) {
	var c *store.CustomerRow
	err := t.c.each(`select `+customerColumns+` from customers c where c.id = ?`, []any{id}, func(scan func(...any) error) (err error) {
		c, err = scanCustomer(scan)
		return err
	})
	return c, err
}

// Who was erased is a customer again once a line says by what they can be found.
const upsertCustomer = `insert into customers (id, created_at, updated_at, email, phone, loyalty_id, first_name, last_name, locale, timezone, country,
  city, birthday, preferred_channel, tags, attrs, stamps)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (id) do update set created_at = excluded.created_at, updated_at = excluded.updated_at, email = excluded.email, phone = excluded.phone,
  loyalty_id = excluded.loyalty_id, first_name = excluded.first_name, last_name = excluded.last_name, locale = excluded.locale,
  timezone = excluded.timezone, country = excluded.country, city = excluded.city, birthday = excluded.birthday,
  preferred_channel = excluded.preferred_channel, tags = excluded.tags, attrs = excluded.attrs, stamps = excluded.stamps,
  redacted_at = iif(excluded.email is null and excluded.phone is null and excluded.loyalty_id is null, redacted_at, null)`

func (t *tx) saveCustomer(c *store.CustomerRow) error {
	attrs, err := jsonAttrs(c.Attrs)
	if err != nil {
		return err
	}
	_, err = t.c.exec(upsertCustomer, c.ID, store.FormatInstant(c.CreatedAt), store.FormatInstant(c.UpdatedAt), null(c.Email), null(c.Phone),
		null(c.LoyaltyID), null(c.FirstName), null(c.LastName), null(c.Locale), null(c.Timezone), null(c.Country), null(c.City), null(c.Birthday),
		null(c.PreferredChannel), jsonList(c.Tags), attrs, c.Stamps.Encode())
	return err
}

const (
	addCount = `update customers set order_count = order_count + 1, total_spent_minor = total_spent_minor + ?2, currency = ?3,
  first_order_at = coalesce(min(first_order_at, ?4), first_order_at, ?4), last_order_at = coalesce(max(last_order_at, ?4), last_order_at, ?4) where id = ?1`
	// An order that no longer counts, or counts from another time, may have been the first or the last one.
	recount = `update customers set first_order_at = (select min(o.placed_at) from orders o where o.customer_id = ?1 and o.placed_at is not null and o.is_test = 0 and o.status <> 'cancelled'),
  last_order_at = (select max(o.placed_at) from orders o where o.customer_id = ?1 and o.placed_at is not null and o.is_test = 0 and o.status <> 'cancelled') where id = ?1`
)

// count brings the counters of the customers concerned from what an order added to what it adds now, without reading their other
// orders where it can.
func (im *importing) count(before, now store.Counted) error {
	if before.Customer == now.Customer && before.Net == now.Net && before.PlacedAt.Equal(now.PlacedAt) {
		return nil
	}
	t := im.tx
	if before.Customer != "" {
		if _, err := t.c.exec(`update customers set order_count = order_count - 1, total_spent_minor = total_spent_minor - ? where id = ?`, before.Net, before.Customer); err != nil {
			return err
		}
	}
	if now.Customer != "" {
		if _, err := t.c.exec(addCount, now.Customer, now.Net, im.opt.Currency, store.FormatInstant(now.PlacedAt)); err != nil {
			return err
		}
	}
	if before.Customer != "" && (before.Customer != now.Customer || !before.PlacedAt.Equal(now.PlacedAt)) {
		if _, err := t.c.exec(recount, before.Customer); err != nil {
			return err
		}
	}
	return nil
}
