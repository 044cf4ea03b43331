package sqlite

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// gone is true for a row of the outbox, o, whose person was erased after it was made.
const gone = `exists (select 1 from erased e where e.customer_id = o.customer_id and e.at_ms >= o.released_ms)`

// forgetMessages takes a person out of rows of the outbox, o; ?3 is now in milliseconds. What waits is dropped, and nothing in doubt is sent a
// second time. What is claimed is on its way at a runner: it hears at the last question that its journey was left.
const forgetMessages = `update outbox as o set subject = null, payload = null, address = null, answer = null, locale = null, zone = null, held = null, resend = 0,
  reason = case when status in ('planned', 'retry_wait') then iif(doubts > 0, 'erased', 'left') when status in ('failed', 'unknown') then 'erased' else reason end,
  at_ms = iif(status in ('planned', 'retry_wait'), ?3, at_ms),
  next_ms = iif(status in ('planned', 'retry_wait', 'unknown'), null, next_ms),
  status = case when status not in ('planned', 'retry_wait') then status when doubts > 0 then 'unknown' else 'dropped' end`

// forgetSettled takes people who were erased meanwhile out of rows whose outcome a runner has just written.
func (t *tx) forgetSettled(ids []int64, now time.Time) error {
	var some bool
	if _, err := t.c.one(`select exists (select 1 from erased)`, nil, &some); err != nil || !some {
		return err
	}
	_, err := t.c.exec(forgetMessages+` where o.id in `+among+` and `+gone, list(ids), nil, now.UnixMilli())
	return err
}

// forgetRescued does so for rows that a runner left in the middle.
func (t *tx) forgetRescued(now time.Time) error {
	_, err := t.c.exec(forgetMessages+` where o.next_ms is not null and o.status in ('planned', 'unknown') and ?1 = '' and `+gone, "", nil, now.UnixMilli())
	return err
}

// erasing takes one person out, statement by statement. ?1 are the ids, ?2 is now as the order store writes it, ?3 in milliseconds. What an
// order was about and what it cost stays, and is nobody's; so do what reviews gave, and that an event happened, so that the same line again
// changes nothing.
var erasing = []struct{ what, query string }{
	{"parcels", `update shipments set tracking_number = null, tracking_url = null where order_id in (select id from orders where customer_id in ` + among + `)`},
	{"refunds", `update refunds set reason = null where order_id in (select id from orders where customer_id in ` + among + `)`},
	{"events of orders", `update events set properties = '{}', customer_id = null, state = iif(state = 1, 2, state)
where order_id in (select id from orders where customer_id in ` + among + `)`},
	{"events", `update events set properties = '{}', customer_id = null, state = iif(state = 1, 2, state) where customer_id in ` + among},
	{"reviews of orders", `update reviews set title = null, body = null, customer_id = null where order_id in (select id from orders where customer_id in ` + among + `)`},
	{"reviews", `update reviews set title = null, body = null, customer_id = null where customer_id in ` + among},
	{"orders", `update orders set url = null, gift_message = null, customer_note = null, discount_codes = '[]', tags = '[]', attrs = '{}', customer_id = null
where customer_id in ` + among},
	{"identities", `delete from identities where customer_id in ` + among},
	{"customers", `update customers set created_at = ?2, updated_at = ?2, email = null, phone = null, loyalty_id = null, first_name = null, last_name = null,
  locale = null, timezone = null, country = null, city = null, birthday = null, preferred_channel = null, tags = '[]', attrs = '{}', stamps = '{}',
  order_count = 0, total_spent_minor = 0, currency = null, first_order_at = null, last_order_at = null, redacted_at = ?2 where id in ` + among},
	{"messages", forgetMessages + ` where o.customer_id in ` + among},
	{"the trail", `insert into trail (journey, at_ms, kind, outcome, reason, ord)
select j.id, ?3, 'journey', 'left', 'erased', (select coalesce(max(id), 0) from trail) + (select coalesce(max(id), 0) from outbox) + row_number() over (order by j.id)
from journeys j where j.over = 0 and j.customer_id in ` + among},
	{"journeys under way", `update journeys set over = 2, due_ms = null, seq = seq + 1 where over = 0 and customer_id in ` + among},
	{"goals that are watched", `update journeys set watch_ms = null where watch_ms is not null and customer_id in ` + among},
	{"segments", `delete from belonging where customer_id in ` + among},
	{"pauses", `update pauses set reason = 'erased' where scope = 'customer' and name in ` + among},
	{"consents", `delete from consents where customer_id in ` + among + ` or address in (select 'customer:' || value from json_each(?1))`},
	{"suppressions", `delete from suppressions where address in (select 'customer:' || value from json_each(?1))`},
}

const among = `(select value from json_each(?1))`

// Erase takes a person out of the store.
func (t *tx) Erase(_ context.Context, customer string, now time.Time) (e store.Erasure, err error) {
	ids, err := t.records(customer)
	if err != nil {
		return e, fmt.Errorf("erase %q: %w", customer, err)
	}
	if len(ids) == 0 {
		return e, fmt.Errorf("erase %q: %w", customer, store.ErrNobody)
	}
	e = store.Erasure{Customer: ids[0], At: now.UTC().Truncate(time.Millisecond)}
	addresses, err := t.addressesOf(ids)
	if err == nil {
		e.Refused, err = t.refusals(ids, addresses)
	}
	if err == nil {
		err = t.forget(ids, addresses, e.At)
	}
	if err == nil {
		err = t.remember(e)
	}
	if err != nil {
		return e, fmt.Errorf("erase %q: %w", customer, err)
	}
	return e, nil
}

// EraseAgain does what an erasure did, where this store does not know of it.
func (t *tx) EraseAgain(ctx context.Context, e store.Erasure, now time.Time) (bool, error) {
	var known bool
	if _, err := t.c.one(`select exists (select 1 from erased where customer_id = ? and at_ms = ?)`, []any{e.Customer, e.At.UnixMilli()}, &known); err != nil || known {
		return false, err
	}
	ids, err := t.records(e.Customer)
	if err != nil {
		return false, fmt.Errorf("erase %q again: %w", e.Customer, err)
	}
	if len(ids) > 0 {
		if _, err := t.Erase(ctx, e.Customer, now); err != nil {
			return false, err
		}
	}
	return true, t.remember(e)
}

// records are the ids of one person: that of the customer, and of those that were merged into it.
func (r *reader) records(customer string) (ids []string, err error) {
	err = r.c.each(`with one as (select coalesce(merged_into, id) as id from customers where id = ?)
select c.id from customers c, one where c.id = one.id or c.merged_into = one.id order by c.merged_into is not null, c.id`, []any{customer}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// addressesOf are all addresses that people had or were written to at, normalised.
func (r *reader) addressesOf(ids []string) (addresses []string, err error) {
	err = r.c.each(`select value from identities where kind = 'email' and customer_id in `+among+`
union select email from customers where email is not null and id in `+among+`
union select address from outbox where address is not null and channel = 'email' and customer_id in `+among+`
union select address from consents where channel = 'email' and substr(address, 1, 9) <> 'customer:' and customer_id <> '' and customer_id in `+among, []any{list(ids)}, func(scan func(...any) error) error {
		var a string
		err := scan(&a)
		addresses = append(addresses, store.NormalEmail(a))
		return err
	})
	return distinct(addresses), err
}

// refusals are what people did not want at their addresses, as keyed hashes.
func (t *tx) refusals(ids, addresses []string) ([]store.Refusal, error) {
	var key []byte
	if _, err := t.c.one(`select value from secrets where name = 'erased'`, nil, &key); err != nil {
		return nil, fmt.Errorf("the key of hashes: %w", err)
	}
	words, err := t.words(ids, addresses)
	if err != nil {
		return nil, err
	}
	var out []store.Refusal
	for _, address := range addresses {
		hash := store.KeyedHash(key, "email", address)
		denied := map[string]time.Time{}
		for _, id := range ids {
			for topic, d := range words.Decide(id, address) {
				if !d.Granted && d.By.At.After(denied[topic]) {
					denied[topic] = d.By.At
				}
			}
		}
		for topic, at := range denied {
			out = append(out, store.Refusal{Channel: "email", Address: hash, Topic: topic, At: at})
		}
		if kept := words.Keeps(address); kept != nil {
			out = append(out, store.Refusal{Channel: "email", Address: hash, Reason: kept.Reason, At: kept.At})
		}
	}
	phones, err := t.refusedByPhone(ids, key)
	out = append(out, phones...)
	slices.SortFunc(out, func(a, b store.Refusal) int {
		return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Topic, b.Topic))
	})
	return out, err
}

// A word that names a customer and no number is about all of their numbers.
const phoneQuery = `with numbers as (select value from identities where kind = 'phone' and customer_id in ` + among + `),
words as (select c.channel, n.value as address, c.topic, c.state, c.at from consents c, numbers n
    where c.channel <> 'email' and c.customer_id <> '' and c.customer_id in ` + among + ` and substr(c.address, 1, 9) = 'customer:'
  union all select c.channel, c.address, c.topic, c.state, c.at from consents c
    where c.channel <> 'email' and c.customer_id <> '' and c.customer_id in ` + among + ` and substr(c.address, 1, 9) <> 'customer:')
select channel, address, topic, max(at) from words d where state = 'denied' and not exists (
  select 1 from words g where g.channel = d.channel and g.address = d.address and g.topic = d.topic and g.state = 'granted' and g.at > d.at)
group by 1, 2, 3`

// refusedByPhone is what people did not want on other channels than e-mail.
func (t *tx) refusedByPhone(ids []string, key []byte) (out []store.Refusal, err error) {
	err = t.c.each(phoneQuery, []any{list(ids)}, func(scan func(...any) error) error {
		var r store.Refusal
		var at string
		if err := scan(&r.Channel, &r.Address, &r.Topic, &at); err != nil {
			return err
		}
		r.Address, r.At = store.KeyedHash(key, r.Channel, r.Address), store.ParseInstant(at)
		out = append(out, r)
		return nil
	})
	return out, err
}

// forget carries out what erasing is. What stands at an address goes with its last customer.
func (t *tx) forget(ids, addresses []string, at time.Time) error {
	args := []any{list(ids), store.FormatInstant(at), at.UnixMilli()}
	for _, step := range erasing {
		if _, err := t.c.exec(step.query, args[:parameters(step.query, len(args))]...); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	for _, table := range []string{"consents", "suppressions", "lifts"} {
		_, err := t.c.exec(`delete from `+table+` where channel = 'email' and address in (select value from json_each(?))
  and address not in (select value from identities where kind = 'email')`, list(addresses))
		if err != nil {
			return fmt.Errorf("%s at addresses: %w", table, err)
		}
	}
	return nil
}

// parameters is the highest of up to n numbered parameters that a query names: so many arguments it takes.
func parameters(query string, n int) int {
	for n > 1 && !strings.Contains(query, fmt.Sprintf("?%d", n)) {
		n--
	}
	return n
}

// remember keeps what stays of a person.
func (t *tx) remember(e store.Erasure) error {
	for _, r := range e.Refused {
		var err error
		if r.Topic == "" {
			_, err = t.c.exec(insertSuppression, r.Channel, r.Address, r.Reason, store.FormatInstant(r.At), "{}")
		} else {
			_, err = t.c.exec(insertConsent, r.Channel, r.Address, "", r.Topic, "denied", store.BasisErased, "", "", store.FormatInstant(r.At), "{}")
		}
		if err != nil {
			return fmt.Errorf("keep what was refused: %w", err)
		}
	}
	_, err := t.c.exec(`insert into erased (customer_id, at_ms) values (?, ?) on conflict do nothing`, e.Customer, e.At.UnixMilli())
	return err
}
