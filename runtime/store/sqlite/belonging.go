package sqlite

import (
	"context"
	"fmt"
	"time"
)

const membersQuery = `select b.customer_id from json_each(?) x cross join belonging b on b.flow = ? and b.customer_id = x.value`

// Members are the customers who belonged to the segment of a flow's trigger when it was last looked at.
func (t *tx) Members(_ context.Context, flow string, of []string) (map[string]bool, error) {
	members := map[string]bool{}
	take := func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		members[id] = true
		return err
	}
	var err error
	if of == nil {
		err = t.c.each(`select customer_id from belonging where flow = ?`, []any{flow}, take)
	} else {
		err = t.c.each(membersQuery, []any{list(of), flow}, take)
	}
	if err != nil {
		return nil, fmt.Errorf("members of %s: %w", flow, err)
	}
	return members, nil
}

// SetMembers adds and takes away.
func (t *tx) SetMembers(_ context.Context, flow string, joined, left []string) error {
	if len(joined) > 0 {
		_, err := t.c.exec(`insert into belonging (flow, customer_id) select ?, value from json_each(?) where true on conflict do nothing`, flow, list(joined))
		if err != nil {
			return fmt.Errorf("members of %s: %w", flow, err)
		}
	}
	if len(left) > 0 {
		_, err := t.c.exec(`delete from belonging where flow = ? and customer_id in (select value from json_each(?))`, flow, list(left))
		if err != nil {
			return fmt.Errorf("members of %s: %w", flow, err)
		}
	}
	return nil
}

// SetLooked says by which condition members belong, and when all customers were looked at.
func (t *tx) SetLooked(_ context.Context, flow, segment string, at time.Time) error {
	n, err := t.c.exec(`update flows set segment = ?, looked_ms = ? where flow = ?`, segment, at.UnixMilli(), flow)
	if err == nil && n != 1 {
		err = fmt.Errorf("flow %s was never applied", flow)
	}
	return err
}
