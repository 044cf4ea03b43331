package sqlite

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/flowc/flowc/runtime/store"
)

// place is the number from which this transaction counts what happens: beyond all that happened before. Trail and outbox only grow, so
// the sum of their sizes rises by at least what a transaction numbers.
func (t *tx) place() (int64, error) {
	if t.ord != nil {
		return *t.ord, nil
	}
	var n int64
	_, err := t.c.one(`select (select coalesce(max(id), 0) from trail) + (select coalesce(max(id), 0) from outbox)`, nil, &n)
	if err != nil {
		return 0, err
	}
	t.ord = &n
	return n, nil
}

const insertTrail = `insert into trail (journey, at_ms, kind, node, outcome, reason, variant, ord) values (?, ?, ?, ?, ?, ?, ?, ?)`

// InsertTrail writes what happened to journeys.
func (t *tx) InsertTrail(_ context.Context, rows []store.TrailRow) error {
	if len(rows) == 0 {
		return nil
	}
	base, err := t.place()
	if err != nil {
		return fmt.Errorf("insert trail: %w", err)
	}
	return t.c.withHot(insertTrail, func(h *hot) error {
		for i := range rows {
			r := &rows[i]
			_, err := h.exec(r.Journey, r.At.UnixMilli(), r.Kind, null(r.Node), r.Outcome, null(r.Reason), null(r.Variant), base+int64(r.Nth))
			if err != nil {
				return fmt.Errorf("insert trail of journey %d: %w", r.Journey, err)
			}
		}
		return nil
	})
}

const drawsQuery = `select d.address, d.unit, d.unit_id, d.variant from json_each(?) x
  cross join draws d on d.address = x.value ->> 0 and d.unit = x.value ->> 1 and d.unit_id = x.value ->> 2`

// Draws reads stored draws; who was held out has the empty variant.
func (t *tx) Draws(_ context.Context, keys []store.DrawKey) (map[store.DrawKey]string, error) {
	out := make(map[store.DrawKey]string, len(keys))
	if len(keys) == 0 {
		return out, nil
	}
	asked := make([][3]string, len(keys))
	for i, k := range keys {
		asked[i] = [3]string{k.Address, k.Unit, k.UnitID}
	}
	err := t.c.withHot(drawsQuery, func(h *hot) error {
		return h.each(func(v []driver.Value) error {
			out[store.DrawKey{Address: textOf(v[0]), Unit: textOf(v[1]), UnitID: textOf(v[2])}] = textOf(v[3])
			return nil
		}, list(asked))
	})
	return out, err
}

const insertDraw = `insert into draws (address, unit, unit_id, variant) values (?, ?, ?, ?) on conflict do nothing`

// InsertDraws stores new draws. A draw that is there already stays.
func (t *tx) InsertDraws(_ context.Context, draws map[store.DrawKey]string) error {
	if len(draws) == 0 {
		return nil
	}
	return t.c.withHot(insertDraw, func(h *hot) error {
		for k, variant := range draws {
			if _, err := h.exec(k.Address, k.Unit, k.UnitID, null(variant)); err != nil {
				return fmt.Errorf("insert draw %s of %s %q: %w", k.Address, k.Unit, k.UnitID, err)
			}
		}
		return nil
	})
}
