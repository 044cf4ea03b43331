package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

const newEventsQuery = `select e.seq from events e indexed by events_new where e.state = 1 and e.at <= ? order by e.at, e.source, e.id limit ?`

// NewEvents are events that the engine has not looked at, in the order of (at, source, id).
func (t *tx) NewEvents(ctx context.Context, until time.Time, limit int) ([]*order.Event, error) {
	var seqs []int64
	err := t.c.each(newEventsQuery, []any{store.FormatInstant(until), limit}, func(scan func(...any) error) error {
		var seq int64
		err := scan(&seq)
		seqs = append(seqs, seq)
		return err
	})
	if err != nil || len(seqs) == 0 {
		return nil, err
	}
	return t.eventsBySeq(ctx, seqs)
}

func (t *tx) eventsBySeq(ctx context.Context, seqs []int64) ([]*order.Event, error) {
	types, err := t.declared()
	if err != nil {
		return nil, err
	}
	q := store.FactsQuery{EventSeqs: seqs, Types: types}
	if _, err := t.c.one(`select first_currency from lease`, nil, &q.Currency); err != nil {
		return nil, err
	}
	f, err := t.Facts(ctx, q)
	if err != nil {
		return nil, err
	}
	out := make([]*order.Event, 0, len(seqs))
	for _, seq := range seqs {
		if e := f.Events[seq]; e != nil {
			out = append(out, e)
		}
	}
	return out, nil
}

// declare remembers a type that a project declares, as it is now.
func (t *tx) declare(e *order.EventType) error {
	if order.BuiltinEvents[e.Name] != nil {
		return nil
	}
	kinds := make(map[string]string, len(e.Type.Fields))
	for _, f := range e.Type.Fields[2:] { // after at and type
		kinds[f.Name] = f.Type.Kind.String()
		if f.Type.Kind == facts.Object || f.Type.Kind == facts.List {
			kinds[f.Name] = f.Type.String()
		}
	}
	text, err := json.Marshal(kinds)
	if err != nil {
		return err
	}
	_, err = t.c.exec(`insert into event_types (name, properties) values (?, ?)
on conflict (name) do update set properties = excluded.properties where properties <> excluded.properties`, e.Name, string(text))
	return err
}

// declared are the types that projects declared.
func (r *reader) declared() (map[string]*order.EventType, error) {
	out := map[string]*order.EventType{}
	err := r.c.each(`select name, properties from event_types`, nil, func(scan func(...any) error) error {
		var name, text string
		if err := scan(&name, &text); err != nil {
			return err
		}
		var kinds map[string]string
		if err := json.Unmarshal([]byte(text), &kinds); err != nil {
			return fmt.Errorf("event type %s: %w", name, err)
		}
		var fields []*facts.Field
		for _, property := range slices.Sorted(maps.Keys(kinds)) {
			fields = append(fields, order.Property(property, typeNamed(kinds[property])))
		}
		out[name] = order.NewEventType(name, false, fields...)
		return nil
	})
	return out, err
}

// typeNamed is the type that facts.Type.String names.
func typeNamed(name string) facts.Type {
	if elem, ok := strings.CutPrefix(name, "list("); ok {
		return facts.ListType(typeNamed(strings.TrimSuffix(elem, ")")))
	}
	if o := order.Objects[name]; o != nil {
		return facts.ObjectTypeOf(o)
	}
	kind, _ := facts.KindNamed(name)
	return facts.Of(kind)
}

// MarkEvents takes events off the list of those to be looked at.
func (t *tx) MarkEvents(_ context.Context, seqs []int64) error {
	if len(seqs) == 0 {
		return nil
	}
	_, err := t.c.exec(`update events set state = 2 where seq in (select value from json_each(?)) and state = 1`, list(seqs))
	return err
}

// Next is the earliest instant at which there is something to do.
func (r *reader) Next(context.Context) (time.Time, error) {
	var event sql.NullString
	var journey, row sql.NullInt64
	if _, err := r.c.one(`select at from events indexed by events_new where state = 1 order by at limit 1`, nil, &event); err != nil {
		return time.Time{}, fmt.Errorf("next event: %w", err)
	}
	if _, err := r.c.one(`select due_ms from journeys indexed by journeys_due where due_ms is not null order by due_ms limit 1`, nil, &journey); err != nil {
		return time.Time{}, fmt.Errorf("next journey: %w", err)
	}
	if _, err := r.c.one(`select next_ms from outbox indexed by outbox_next where next_ms is not null and status in ('planned', 'retry_wait', 'unknown') order by next_ms limit 1`, nil, &row); err != nil {
		return time.Time{}, fmt.Errorf("next message: %w", err)
	}
	next := store.ParseInstant(event.String)
	for _, at := range []time.Time{fromMs(journey), fromMs(row)} {
		if next.IsZero() || !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	return next, nil
}
