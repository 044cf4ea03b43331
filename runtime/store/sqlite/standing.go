package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/flowc/flowc/runtime/store"
)

// customerNamed is the customer under whose id something stands that names no address.
func customerNamed(key string) (id string, ok bool) { return strings.CutPrefix(key, store.Whose("")) }

const whoQuery = `select coalesce(merged_into, id) from customers where id = ?1
union select i.customer_id from identities i join customers c on c.id = i.customer_id
  where i.kind = 'external' and i.value = ?1
union select i.customer_id from identities i join customers c on c.id = i.customer_id
  where i.kind = 'email' and i.value = ?2 and lower(c.email) = ?2 order by 1`

// Who are the customers that are meant by an id, or whose address it is now.
func (r *reader) Who(_ context.Context, idOrAddress string) ([]string, error) {
	var out []string
	err := r.c.each(whoQuery, []any{idOrAddress, store.NormalEmail(idOrAddress)}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		out = append(out, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("who is %q: %w", idOrAddress, err)
	}
	return out, nil
}

const standingQuery = `select coalesce(email, ''), redacted_at is not null from customers where id = ?`

// Standing is how a customer stands at the address that is theirs now.
func (r *reader) Standing(_ context.Context, customer, address string) (store.Standing, error) {
	s := store.Standing{Customer: customer, Address: store.NormalEmail(address)}
	var customers []string
	if customer != "" {
		customers = []string{customer}
		var email string
		found, err := r.c.one(standingQuery, []any{customer}, &email, &s.Erased)
		if err != nil {
			return s, fmt.Errorf("standing of %q: %w", customer, err)
		}
		if !found {
			return s, fmt.Errorf("%q: %w", customer, store.ErrNobody)
		}
		s.Address = store.NormalEmail(email)
	}
	addresses := distinct([]string{s.Address})
	words, err := r.words(customers, addresses)
	if err != nil {
		return s, err
	}
	s.Decided, s.Kept = words.Decide(customer, s.Address), words.Keeps(s.Address)
	s.History, err = r.history(customers, addresses)
	if err != nil {
		return s, fmt.Errorf("what was said: %w", err)
	}
	for topic, d := range s.Decided { // with the evidence of what decides
		for i := range s.History {
			if h := &s.History[i]; sameWord(h, d.By) {
				s.Decided[topic] = store.Decision{Granted: d.Granted, By: h}
			}
		}
	}
	return s, nil
}

func sameWord(a, b *store.ConsentRow) bool {
	return a.Address == b.Address && a.Customer == b.Customer && a.Topic == b.Topic && a.State == b.State && a.Basis == b.Basis &&
		a.Source == b.Source && a.Event == b.Event && a.At.Equal(b.At)
}

const historyQuery = `select c.seq, c.address, c.customer_id, c.topic, c.state, c.basis, c.source, c.event, c.at, c.evidence
from consents c where c.channel = 'email' and (c.address in (select value from json_each(?1))
  or c.customer_id <> '' and c.customer_id in (select value from json_each(?2))) order by c.at, c.seq`

// history is all that was said at addresses or by customers, the oldest first, with its evidence.
func (r *reader) history(customers, addresses []string) ([]store.ConsentRow, error) {
	hashed, err := r.hashes("email", addresses)
	if err != nil {
		return nil, err
	}
	everybody := slices.Clone(customers)
	err = r.c.each(sharersQuery, []any{list(addresses)}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		everybody = append(everybody, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	var out []store.ConsentRow
	at := slices.AppendSeq(slices.Clone(addresses), maps.Keys(hashed))
	err = r.c.each(historyQuery, []any{list(at), list(everybody)}, func(scan func(...any) error) error {
		var seq int64
		var c store.ConsentRow
		var at, evidence string
		if err := scan(&seq, &c.Address, &c.Customer, &c.Topic, &c.State, &c.Basis, &c.Source, &c.Event, &at, &evidence); err != nil {
			return err
		}
		c.At, c.Evidence = store.ParseInstant(at), json.RawMessage(evidence)
		if plain, ok := hashed[c.Address]; ok {
			c.Address = plain
		}
		out = append(out, c)
		return nil
	})
	return out, err
}
