package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

const (
	suppressionsQuery = `select s.address, s.reason, s.at from json_each(?) x cross join suppressions s on s.channel = 'email' and s.address = x.value`
	liftsQuery        = `select l.address, l.at from json_each(?) x cross join lifts l on l.channel = 'email' and l.address = x.value`
	insertSuppression = `insert into suppressions (channel, address, reason, at, evidence) values (?, ?, ?, ?, ?) on conflict do nothing`
	insertLift        = `insert into lifts (channel, address, at, evidence) values (?, ?, ?, ?) on conflict do nothing`
)

func (r *reader) suppressions(addresses, customers []string, hashed map[string]string) ([]store.SuppressionRow, error) {
	keys := slices.Clone(addresses)
	for _, id := range customers {
		keys = append(keys, store.Whose(id))
	}
	var out []store.SuppressionRow
	err := r.c.each(suppressionsQuery, []any{list(keys)}, func(scan func(...any) error) error {
		var s store.SuppressionRow
		var at string
		if err := scan(&s.Address, &s.Reason, &at); err != nil {
			return err
		}
		s.At = store.ParseInstant(at)
		if plain, ok := hashed[s.Address]; ok {
			s.Address = plain
		}
		out = append(out, s)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("suppressions: %w", err)
	}
	return out, nil
}

func (r *reader) lifts(addresses []string, hashed map[string]string) ([]store.LiftRow, error) {
	var out []store.LiftRow
	err := r.c.each(liftsQuery, []any{list(addresses)}, func(scan func(...any) error) error {
		var l store.LiftRow
		var at string
		if err := scan(&l.Address, &at); err != nil {
			return err
		}
		l.At = store.ParseInstant(at)
		if plain, ok := hashed[l.Address]; ok {
			l.Address = plain
		}
		out = append(out, l)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("lifted suppressions: %w", err)
	}
	return out, nil
}

// Suppress keeps an address from everything.
func (t *tx) Suppress(_ context.Context, s store.Suppression) error {
	if s.Channel == "email" {
		s.Address = store.NormalEmail(s.Address)
	}
	return t.suppress(s)
}

func (t *tx) suppress(s store.Suppression) error {
	if s.Address == "" {
		return fmt.Errorf("suppress: no address is named")
	}
	_, err := t.c.exec(insertSuppression, s.Channel, s.Address, s.Reason, store.FormatInstant(s.At), orEmpty(s.Evidence))
	if err != nil {
		return fmt.Errorf("suppress: %w", err)
	}
	return nil
}

// Lift ends what keeps an address from everything. A suppression that is dated later than the clock says is lifted as well: whoever lifts has
// seen it.
func (t *tx) Lift(_ context.Context, l store.Suppression) (bool, error) {
	address := store.NormalEmail(l.Address)
	words, err := t.words(nil, []string{address})
	if err != nil {
		return false, fmt.Errorf("lift: %w", err)
	}
	kept := words.Keeps(address)
	if kept == nil {
		return false, nil
	}
	at := l.At
	if !at.After(kept.At) {
		at = kept.At.Add(time.Millisecond)
	}
	// Where all that is left of the address is its hash, the lift does not bring the address back.
	key := address
	hashed, err := t.hashes("email", []string{address})
	if err != nil {
		return false, fmt.Errorf("lift: %w", err)
	}
	for hash := range hashed {
		var plain bool
		if _, err := t.c.one(`select exists (select 1 from suppressions where channel = 'email' and address = ?1)
  or exists (select 1 from identities where kind = 'email' and value = ?1)`, []any{address}, &plain); err != nil {
			return false, fmt.Errorf("lift: %w", err)
		}
		if !plain {
			key = hash
		}
	}
	if _, err := t.c.exec(insertLift, l.Channel, key, store.FormatInstant(at), orEmpty(l.Evidence)); err != nil {
		return false, fmt.Errorf("lift: %w", err)
	}
	return true, nil
}

const (
	looksAtSuppressions = `select s.address, s.reason, s.at, s.evidence from suppressions s where s.channel = 'email'`
	looksAtLifts        = `select l.address, l.at, l.evidence from lifts l where l.channel = 'email'`
)

// Suppressions calls yield with the suppressions of an address, or with all, the oldest first.
func (r *reader) Suppressions(ctx context.Context, address string, yield func(store.Suppressed) error) error {
	address = store.NormalEmail(address)
	keys, hashed, err := r.keysOf(address)
	if err != nil {
		return err
	}
	rows, contacts, err := r.allSuppressions(address, keys)
	if err != nil {
		return err
	}
	lifts, err := r.allLifts(address, keys, hashed)
	if err != nil {
		return err
	}
	for n, row := range rows {
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		s := store.Suppressed{SuppressionRow: row}
		if id, ok := customerNamed(row.Address); ok {
			s.Customer = id
			s.Address = contacts.At(&row)
		}
		if plain, ok := hashed[row.Address]; ok {
			s.Address = plain
		}
		if address != "" && s.Address != address {
			continue
		}
		for _, l := range lifts[s.Address] { // the oldest first
			if l.At.After(s.At) {
				s.Lifted, s.Lift = l.At, l
				break
			}
		}
		if err := yield(s); err != nil {
			return err
		}
	}
	return nil
}

// keysOf are the texts under which something may stand about an address: itself, its hash, and those who had it.
func (r *reader) keysOf(address string) (keys []string, hashed map[string]string, err error) {
	if address == "" {
		return nil, nil, nil
	}
	if hashed, err = r.hashes("email", []string{address}); err != nil {
		return nil, nil, err
	}
	keys = []string{address}
	for hash := range hashed {
		keys = append(keys, hash)
	}
	err = r.c.each(sharersQuery, []any{list([]string{address})}, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		keys = append(keys, store.Whose(id))
		return err
	})
	return keys, hashed, err
}

func (r *reader) allSuppressions(address string, keys []string) (rows []store.SuppressionRow, contacts store.Contacts, err error) {
	query, args := looksAtSuppressions+` order by s.at, s.address`, []any(nil)
	if address != "" {
		query, args = looksAtSuppressions+` and s.address in (select value from json_each(?)) order by s.at, s.address`, []any{list(keys)}
	}
	var customers []string
	err = r.c.each(query, args, func(scan func(...any) error) error {
		var s store.SuppressionRow
		var at, evidence string
		if err := scan(&s.Address, &s.Reason, &at, &evidence); err != nil {
			return err
		}
		s.At, s.Evidence = store.ParseInstant(at), json.RawMessage(evidence)
		if id, ok := customerNamed(s.Address); ok {
			customers = append(customers, id)
		}
		rows = append(rows, s)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("suppressions: %w", err)
	}
	contacts, err = r.contacts(distinct(customers))
	return rows, contacts, err
}

func (r *reader) allLifts(address string, keys []string, hashed map[string]string) (map[string][]store.LiftRow, error) {
	query, args := looksAtLifts+` order by l.at`, []any(nil)
	if address != "" {
		query, args = looksAtLifts+` and l.address in (select value from json_each(?)) order by l.at`, []any{list(keys)}
	}
	out := map[string][]store.LiftRow{}
	err := r.c.each(query, args, func(scan func(...any) error) error {
		var l store.LiftRow
		var at, evidence string
		if err := scan(&l.Address, &at, &evidence); err != nil {
			return err
		}
		l.At, l.Evidence = store.ParseInstant(at), json.RawMessage(evidence)
		if plain, ok := hashed[l.Address]; ok {
			l.Address = plain
		}
		out[l.Address] = append(out[l.Address], l)
		return nil
	})
	return out, err
}
