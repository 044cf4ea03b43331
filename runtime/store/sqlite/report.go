package sqlite

import (
	"context"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/store"
)

// Census counts journeys by flow and state; those that are over have the empty state.
func (r *reader) Census(context.Context) ([]store.Count, error) {
	var out []store.Count
	err := r.c.each(`select flow, iif(over = 0, state, ''), over, count(*) from journeys group by 1, 2, 3 order by 1, 3, 2`, nil, func(scan func(...any) error) error {
		var c store.Count
		err := scan(&c.Flow, &c.State, &c.Over, &c.N)
		out = append(out, c)
		return err
	})
	return out, err
}

// Outcomes counts messages and webhooks by flow, node, status and reason.
func (r *reader) Outcomes(context.Context) ([]store.OutcomeCount, error) {
	var out []store.OutcomeCount
	err := r.c.each(`select flow, node, kind, status, coalesce(reason, ''), count(*) from outbox group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`, nil, func(scan func(...any) error) error {
		var c store.OutcomeCount
		err := scan(&c.Flow, &c.Node, &c.Kind, &c.Status, &c.Reason, &c.N)
		out = append(out, c)
		return err
	})
	return out, err
}

// Totals counts rows for status. The currencies are those that the project declared at the latest import.
func (r *reader) Totals(context.Context) (store.Totals, error) {
	var t store.Totals
	_, err := r.c.one(`select (select count(*) from customers), (select count(*) from orders), (select count(*) from events),
  (select count(*) from events where state = 0), (select count(*) from journeys), (select count(*) from journeys where over = 0),
  (select count(*) from outbox where kind = 'message'), (select count(*) from orders where currency not in (select value from json_each((select currencies from lease))))`,
		nil, &t.Customers, &t.Orders, &t.Events, &t.Waiting, &t.Journeys, &t.UnderWay, &t.Messages, &t.UndeclaredCurrency)
	return t, err
}

// WithoutOrder counts the events of some types that name no order.
func (r *reader) WithoutOrder(_ context.Context, types []string) (n int64, err error) {
	_, err = r.c.one(`select count(*) from events where order_id is null and type in (select value from json_each(?))`, []any{list(types)}, &n)
	return n, err
}

// checkEvery is after how many rows a long answer looks whether anybody still waits for it.
const checkEvery = 1024

// Customers calls yield with the ids of the customers for which a compiled condition holds, by id. The query's text holds the project's
// names and parameters, never data.
func (r *reader) Customers(ctx context.Context, q expr.Query, yield func(id string) bool) error {
	rows, err := r.c.sc.QueryContext(background, q.Text()+" and c.merged_into is null and c.redacted_at is null order by c.id", q.Args...)
	if err != nil {
		return fmt.Errorf("customers: %w", err)
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		var id string
		if err := rows.Scan(&id); err != nil {
			return fmt.Errorf("customers: %w", err)
		}
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !yield(id) {
			return nil
		}
	}
	return rows.Err()
}

// Of what happened to one journey at one instant the number says the order; where none was given, entering comes first, leaving last.
const ledgerQuery = `select kind, at_ms, journey, flow, customer_id, order_id, node, round, channel, topic, variant, outcome, reason, subject from (
  select t.kind, t.at_ms, j.flow || ':' || j.key as journey, j.flow, j.customer_id, coalesce(j.order_id, '') as order_id, coalesce(t.node, '') as node,
    '' as round, '' as channel, '' as topic, coalesce(t.variant, '') as variant, t.outcome, coalesce(t.reason, '') as reason, '' as subject,
    t.ord, case t.outcome when 'entered' then 0 when 'finished' then 9 when 'left' then 9 else case t.kind when 'goal' then 1 else 2 end end as rank, t.id
  from trail t join journeys j on j.id = t.journey
  where t.at_ms >= ?1 and t.at_ms <= ?2 and (?3 = '' or j.flow = ?3) and (?4 = '' or j.customer_id = ?4)
  union all
  select o.kind, o.at_ms, o.flow || ':' || o.key, o.flow, o.customer_id, coalesce(o.order_id, ''), o.node, o.round, o.channel, coalesce(o.topic, ''),
    coalesce(o.variant, ''), iif(o.status = 'accepted', 'sent', o.status), coalesce(o.reason, ''), coalesce(o.subject, ''), o.ord, 3, o.id
  from outbox o
  where o.at_ms >= ?1 and o.at_ms <= ?2 and o.status in ('accepted', 'failed', 'unknown', 'dropped', 'held_out')
    and (?3 = '' or o.flow = ?3) and (?4 = '' or o.customer_id = ?4)
) order by at_ms, journey, ord, rank, id`

// Ledger calls yield with each line of the ledger.
func (r *reader) Ledger(ctx context.Context, q store.LedgerQuery, yield func(store.LedgerLine) bool) error {
	from, until := int64(-1<<62), int64(1<<62)
	if !q.From.IsZero() {
		from = q.From.UnixMilli()
	}
	if !q.Until.IsZero() {
		until = q.Until.UnixMilli()
	}
	rows, err := r.c.sc.QueryContext(background, ledgerQuery, from, until, q.Flow, q.Customer)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	defer rows.Close()
	for n := 0; rows.Next(); n++ {
		var l store.LedgerLine
		var at int64
		err := rows.Scan(&l.Kind, &at, &l.Journey, &l.Flow, &l.Customer, &l.Order, &l.Node, &l.Round, &l.Channel, &l.Topic, &l.Variant, &l.Outcome, &l.Reason, &l.Subject)
		if err != nil {
			return fmt.Errorf("ledger: %w", err)
		}
		l.At = time.UnixMilli(at).UTC()
		if n%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !yield(l) {
			return nil
		}
	}
	return rows.Err()
}
