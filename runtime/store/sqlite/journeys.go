package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// ms is an instant as hot tables keep it; the zero time is null.
func ms(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func fromMs(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return time.UnixMilli(n.Int64).UTC()
}

const journeyColumns = `j.id, j.flow, j.key, j.customer_id, j.order_id, j.entered_ms, j.state, j.due_ms, j.over, j.watch_ms, j.seq, j.data`

// The journeys that are due, in the order of the index, so that a batch is read without sorting what is due beyond it. A flow's name is not
// in the index, which would be twice as long: who enters several flows at once has ids in the order of their names.
const dueQuery = `select ` + journeyColumns + ` from journeys j indexed by journeys_due
where j.due_ms <= ? order by j.due_ms, j.entered_ms, j.id limit ?`

const journeysOfQuery = `select ` + journeyColumns + ` from json_each(?) x cross join journeys j indexed by journeys_customer
  on j.customer_id = x.value
where j.over = 0 or j.watch_ms >= ? order by j.id`

// journeyOf is a row of journeyColumns.
func journeyOf(v []driver.Value) (*interp.Journey, error) {
	j := &interp.Journey{
		ID: v[0].(int64), Flow: v[1].(string), Key: v[2].(string), Customer: v[3].(string), Entered: time.UnixMilli(v[5].(int64)).UTC(),
		State: machine.Name(v[6].(string)), Over: interp.Over(v[8].(int64)), Seq: v[10].(int64),
	}
	if id, ok := v[4].(string); ok {
		j.Order = id
	}
	if at, ok := v[7].(int64); ok {
		j.Due = time.UnixMilli(at).UTC()
	}
	if at, ok := v[9].(int64); ok {
		j.Watch = time.UnixMilli(at).UTC()
	}
	if err := store.ParseData([]byte(v[11].(string)), &j.Data); err != nil {
		return nil, fmt.Errorf("journey %s:%s: %w", j.Flow, j.Key, err)
	}
	return j, nil
}

func (r *reader) journeys(query string, args ...driver.Value) (out []*interp.Journey, err error) {
	err = r.c.withHot(query, func(h *hot) error {
		return h.each(func(v []driver.Value) error {
			j, err := journeyOf(v)
			out = append(out, j)
			return err
		}, args...)
	})
	return out, err
}

// Due are up to limit journeys with due ≤ now, in the order of (due, entered, flow, id).
func (t *tx) Due(_ context.Context, now time.Time, limit int) ([]*interp.Journey, error) {
	js, err := t.journeys(dueQuery, now.UnixMilli(), int64(limit))
	slices.SortStableFunc(js, func(a, b *interp.Journey) int {
		return cmp.Or(a.Due.Compare(b.Due), a.Entered.Compare(b.Entered), cmp.Compare(a.Flow, b.Flow))
	})
	return js, err
}

// JourneysOf are the customers' journeys that are under way or whose goals may still be watched at `at`.
func (t *tx) JourneysOf(_ context.Context, customers []string, at time.Time) ([]*interp.Journey, error) {
	if len(customers) == 0 {
		return nil, nil
	}
	return t.journeys(journeysOfQuery, list(customers), at.UnixMilli())
}

const entriesQuery = `select j.customer_id, count(*), max(j.entered_ms), min(j.over) from json_each(?) x
  cross join journeys j indexed by journeys_customer on j.customer_id = x.value and j.flow = ? group by j.customer_id`

// Entries tell how often each customer entered a flow and when last.
func (t *tx) Entries(_ context.Context, flow string, customers []string) (map[string]store.Entry, error) {
	out := map[string]store.Entry{}
	err := t.c.each(entriesQuery, []any{list(customers), flow}, func(scan func(...any) error) error {
		var customer string
		var last int64
		var e store.Entry
		var over int
		if err := scan(&customer, &e.Times, &last, &over); err != nil {
			return err
		}
		e.Last, e.Active = time.UnixMilli(last).UTC(), over == 0
		out[customer] = e
		return nil
	})
	return out, err
}

const existsQuery = `select j.key from json_each(?) x cross join journeys j indexed by journeys_key on j.flow = ? and j.key = x.value`

// Exists tells which keys of a flow have a journey already.
func (t *tx) Exists(_ context.Context, flow string, keys []string) (map[string]bool, error) {
	out := map[string]bool{}
	err := t.c.each(existsQuery, []any{list(keys), flow}, func(scan func(...any) error) error {
		var key string
		if err := scan(&key); err != nil {
			return err
		}
		out[key] = true
		return nil
	})
	return out, err
}

// One row a statement: SQLite keeps the old pages of a statement of many rows in a file of its own, to be able to take it back.
const insertJourney = `insert into journeys (id, flow, key, customer_id, order_id, entered_ms, state, due_ms, over, watch_ms, seq, data)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// InsertJourneys stores new journeys and sets their ids. The same key of a flow twice is an error.
func (t *tx) InsertJourneys(_ context.Context, js []*interp.Journey) error {
	if len(js) == 0 {
		return nil
	}
	var last int64
	if _, err := t.c.one(`select coalesce(max(id), 0) from journeys`, nil, &last); err != nil {
		return fmt.Errorf("insert journeys: %w", err)
	}
	var data []byte
	return t.c.withHot(insertJourney, func(h *hot) error {
		for _, j := range js {
			last++
			data = store.AppendData(data[:0], &j.Data)
			_, err := h.exec(last, j.Flow, j.Key, j.Customer, null(j.Order), j.Entered.UnixMilli(), string(j.State), ms(j.Due), int64(j.Over),
				ms(j.Watch), j.Seq, string(data))
			if err != nil {
				return fmt.Errorf("insert journey %s:%s: %w", j.Flow, j.Key, err)
			}
			j.ID = last
		}
		return nil
	})
}

const updateJourney = `update journeys set state = ?, due_ms = ?, over = ?, watch_ms = ?, seq = seq + 1, data = ? where id = ? and seq = ?`

// UpdateJourneys stores what became of journeys, guarded by Seq, which it raises.
func (t *tx) UpdateJourneys(_ context.Context, js []*interp.Journey) error {
	var data []byte
	return t.c.withHot(updateJourney, func(h *hot) error {
		for _, j := range js {
			data = store.AppendData(data[:0], &j.Data)
			n, err := h.exec(string(j.State), ms(j.Due), int64(j.Over), ms(j.Watch), string(data), j.ID, j.Seq)
			if err == nil && n != 1 {
				err = store.ErrStale
			}
			if err != nil {
				return fmt.Errorf("update journey %s:%s: %w", j.Flow, j.Key, err)
			}
			j.Seq++
		}
		return nil
	})
}
