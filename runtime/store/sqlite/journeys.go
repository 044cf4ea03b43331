package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
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

// The journeys in the order of release: the index has it all, so that a batch is read without sorting what is due beyond it.
const dueQuery = `select ` + journeyColumns + ` from journeys j indexed by journeys_due
where j.due_ms <= ? order by j.due_ms, j.entered_ms, j.flow, j.id limit ?`

const journeysOfQuery = `select ` + journeyColumns + ` from json_each(?) x cross join journeys j indexed by journeys_customer
  on j.customer_id = x.value
where j.over = 0 or j.watch_ms >= ? order by j.id`

func scanJourney(scan func(...any) error) (*interp.Journey, error) {
	j := &interp.Journey{}
	var order sql.NullString
	var entered int64
	var due, watch sql.NullInt64
	var state string
	var over int
	var data sql.RawBytes
	if err := scan(&j.ID, &j.Flow, &j.Key, &j.Customer, &order, &entered, &state, &due, &over, &watch, &j.Seq, &data); err != nil {
		return nil, err
	}
	j.Order, j.State, j.Over = order.String, machine.Name(state), interp.Over(over)
	j.Entered, j.Due, j.Watch = time.UnixMilli(entered).UTC(), fromMs(due), fromMs(watch)
	if err := json.Unmarshal(data, &j.Data); err != nil {
		return nil, fmt.Errorf("journey %s:%s: what it remembers cannot be read: %w", j.Flow, j.Key, err)
	}
	return j, nil
}

func (r *reader) journeys(query string, args ...any) ([]*interp.Journey, error) {
	var out []*interp.Journey
	err := r.c.each(query, args, func(scan func(...any) error) error {
		j, err := scanJourney(scan)
		out = append(out, j)
		return err
	})
	return out, err
}

// Due are up to limit journeys with due ≤ now, in the order of (due, entered, flow, id).
func (t *tx) Due(_ context.Context, now time.Time, limit int) ([]*interp.Journey, error) {
	return t.journeys(dueQuery, now.UnixMilli(), limit)
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

const insertJourney = `insert into journeys (flow, key, customer_id, order_id, entered_ms, state, due_ms, over, watch_ms, seq, data)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`

// InsertJourneys stores new journeys and sets their ids. The same key of a flow twice is an error.
func (t *tx) InsertJourneys(_ context.Context, js []*interp.Journey) error {
	for _, j := range js {
		data, err := json.Marshal(&j.Data)
		if err != nil {
			return fmt.Errorf("journey %s:%s: %w", j.Flow, j.Key, err)
		}
		j.ID, err = t.c.insert(insertJourney, j.Flow, j.Key, j.Customer, null(j.Order), j.Entered.UnixMilli(), string(j.State),
			ms(j.Due), int(j.Over), ms(j.Watch), j.Seq, string(data))
		if err != nil {
			return fmt.Errorf("insert journey %s:%s: %w", j.Flow, j.Key, err)
		}
	}
	return nil
}

const updateJourney = `update journeys set state = ?, due_ms = ?, over = ?, watch_ms = ?, seq = seq + 1, data = ? where id = ? and seq = ?`

// UpdateJourneys stores what became of journeys, guarded by Seq, which it raises.
func (t *tx) UpdateJourneys(_ context.Context, js []*interp.Journey) error {
	for _, j := range js {
		data, err := json.Marshal(&j.Data)
		if err != nil {
			return fmt.Errorf("journey %s:%s: %w", j.Flow, j.Key, err)
		}
		n, err := t.c.exec(updateJourney, string(j.State), ms(j.Due), int(j.Over), ms(j.Watch), string(data), j.ID, j.Seq)
		if err != nil {
			return fmt.Errorf("update journey %s:%s: %w", j.Flow, j.Key, err)
		}
		if n != 1 {
			return fmt.Errorf("update journey %s:%s: %w", j.Flow, j.Key, store.ErrStale)
		}
		j.Seq++
	}
	return nil
}
