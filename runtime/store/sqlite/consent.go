package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

const (
	sharersQuery  = `select distinct i.customer_id from json_each(?) x cross join identities i on i.kind = 'email' and i.value = x.value`
	contactsQuery = `select c.id, coalesce(c.email, ''), coalesce(i.value, ''), coalesce(i.first_seen, ''), coalesce(i.last_seen, '')
from json_each(?) x cross join customers c on c.id = x.value
left join identities i indexed by identities_customer on i.customer_id = c.id and i.kind = 'email' order by c.id, i.first_seen, i.value`
	consentColumns = `c.seq, c.address, c.customer_id, c.topic, c.state, c.basis, c.source, c.event, c.at`
	consentsQuery  = `select ` + consentColumns + ` from json_each(?1) x cross join consents c on c.channel = 'email' and c.address = x.value
union select ` + consentColumns + ` from json_each(?2) x cross join consents c indexed by consents_customer on c.customer_id = x.value and c.customer_id <> ''
where c.channel = 'email' order by 1`
)

// words loads what was said about the e-mail of some customers and at some addresses (normalised), in a fixed number of queries.
func (r *reader) words(customers, addresses []string) (*store.Words, error) {
	if len(customers) == 0 && len(addresses) == 0 {
		return store.NewWords(nil, nil, nil, nil), nil
	}
	addresses = distinct(addresses)
	everybody := slices.Clone(customers)
	err := r.c.each(sharersQuery, []any{list(addresses)}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		everybody = append(everybody, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("who shares addresses: %w", err)
	}
	everybody = distinct(everybody)
	contacts, err := r.contacts(everybody)
	if err != nil {
		return nil, err
	}
	hashed, err := r.hashes("email", addresses)
	if err != nil {
		return nil, fmt.Errorf("keyed hashes: %w", err)
	}
	at := slices.AppendSeq(slices.Clone(addresses), maps.Keys(hashed))
	consents, err := r.consents(at, everybody, hashed)
	if err != nil {
		return nil, fmt.Errorf("consents: %w", err)
	}
	suppressions, err := r.suppressions(at, everybody, hashed)
	if err != nil || len(suppressions) == 0 {
		return store.NewWords(contacts, consents, nil, nil), err
	}
	lifts, err := r.lifts(at, hashed)
	return store.NewWords(contacts, consents, suppressions, lifts), err
}

// contacts are the addresses of customers, now and before.
func (r *reader) contacts(customers []string) (store.Contacts, error) {
	contacts := store.Contacts{}
	err := r.c.each(contactsQuery, []any{list(customers)}, func(scan func(...any) error) error {
		var id, email, had, first, last string
		if err := scan(&id, &email, &had, &first, &last); err != nil {
			return err
		}
		c := contacts[id]
		if c == nil {
			c = &store.Contact{Customer: id, Address: store.NormalEmail(email)}
			contacts[id] = c
		}
		if had != "" {
			c.History = append(c.History, store.Had{Address: had, First: store.ParseInstant(first), Last: store.ParseInstant(last)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("addresses: %w", err)
	}
	return contacts, nil
}

// hashes are addresses by their keyed hashes, under which the refusals of those who were erased stand; none where nobody was.
func (r *reader) hashes(channel string, addresses []string) (map[string]string, error) {
	var key []byte
	found, err := r.c.one(`select value from secrets where name = 'erased' and exists (select 1 from erased)`, nil, &key)
	if err != nil || !found {
		return nil, err
	}
	out := make(map[string]string, len(addresses))
	for _, a := range addresses {
		out[store.KeyedHash(key, channel, a)] = a
	}
	return out, nil
}

// consents are what was said at addresses or by customers. What stands under a keyed hash is given its address.
func (r *reader) consents(addresses, customers []string, hashed map[string]string) ([]store.ConsentRow, error) {
	var out []store.ConsentRow
	err := r.c.each(consentsQuery, []any{list(addresses), list(customers)}, func(scan func(...any) error) error {
		var seq int64
		var c store.ConsentRow
		var at string
		if err := scan(&seq, &c.Address, &c.Customer, &c.Topic, &c.State, &c.Basis, &c.Source, &c.Event, &at); err != nil {
			return err
		}
		c.At = store.ParseInstant(at)
		if plain, ok := hashed[c.Address]; ok {
			c.Address = plain
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// distinct is a sorted list without doubles and without the empty text.
func distinct(list []string) []string {
	out := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })
	slices.Sort(out)
	return slices.Compact(out)
}

const (
	insertConsent = `insert into consents (channel, address, customer_id, topic, state, basis, source, event, at, evidence)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`
	// A source repeats its snapshot with every row: the earliest is kept.
	insertSnapshot = `insert into consents (channel, address, customer_id, topic, state, basis, source, event, at, evidence)
values (?, ?, ?, ?, ?, 'snapshot', ?, ?, ?, '{}')
on conflict (channel, address, customer_id, topic, state) where basis = 'snapshot' and substr(address, 1, 9) <> 'customer:' do update
set source = excluded.source, event = excluded.event, at = excluded.at where (excluded.at, excluded.source, excluded.event) < (at, source, event)`
	ownersQuery = `select i.customer_id, coalesce(c.email, '') from identities i join customers c on c.id = i.customer_id
where i.kind = 'email' and i.value = ? order by i.customer_id`
)

// Choose records a choice of an address about a topic. It goes along with those whose address it is now.
func (t *tx) Choose(_ context.Context, c store.Choice) error {
	if c.State != "granted" && c.State != "denied" {
		return fmt.Errorf("choose: the state %q is neither granted nor denied", c.State)
	}
	address := c.Address
	owners := []string{c.Customer}
	if c.Channel == "email" {
		address = store.NormalEmail(address)
		if c.Customer == "" {
			var err error
			if owners, err = t.owners(address); err != nil {
				return fmt.Errorf("choose: %w", err)
			}
		}
	}
	if address == "" {
		if c.Customer == "" {
			return fmt.Errorf("choose: neither an address nor a customer is named")
		}
		address = store.Whose(c.Customer)
	}
	if c.Topic == "" {
		c.Topic = "*"
	}
	for _, owner := range owners {
		_, err := t.c.exec(insertConsent, c.Channel, address, owner, c.Topic, c.State, c.Basis, c.Source, c.Event, store.FormatInstant(c.At), orEmpty(c.Evidence))
		if err != nil {
			return fmt.Errorf("choose: %w", err)
		}
	}
	return nil
}

// owners are the customers who have an address now; one empty id where nobody has.
func (t *tx) owners(address string) ([]string, error) {
	var out []string
	err := t.c.each(ownersQuery, []any{address}, func(scan func(...any) error) error {
		var id, email string
		if err := scan(&id, &email); err != nil {
			return err
		}
		if store.NormalEmail(email) == address {
			out = append(out, id)
		}
		return nil
	})
	if len(out) == 0 {
		out = []string{""}
	}
	return out, err
}

// snapshot records what a source says that a customer chose.
func (t *tx) snapshot(channel, address, customer, topic, state, source, event string, at time.Time) error {
	if address == store.Whose(customer) {
		_, err := t.c.exec(insertConsent, channel, address, customer, topic, state, store.BasisSnapshot, source, event, store.FormatInstant(at), "{}")
		return err
	}
	_, err := t.c.exec(insertSnapshot, channel, address, customer, topic, state, source, event, store.FormatInstant(at))
	return err
}

func orEmpty(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "{}"
	}
	return string(raw)
}

// evidence is one name and a text as JSON.
func evidence(name, value string) json.RawMessage {
	text, err := json.Marshal(map[string]string{name: value})
	if err != nil {
		panic("this is a bug in flowc: " + err.Error())
	}
	return text
}
