package sqlite

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// plan is how SQLite carries a query out, a step a line.
func plan(t *testing.T, c *conn, query string) string {
	t.Helper()
	args := make([]any, 0, strings.Count(query, "?"))
	stmt, err := c.sc.PrepareContext(background, "explain query plan "+query)
	if err != nil {
		t.Fatalf("%s\n%v", query, err)
	}
	defer stmt.Close()
	var rows *sql.Rows
	for { // as many arguments as it takes
		if rows, err = stmt.QueryContext(background, args...); err == nil {
			break
		}
		if len(args) > 40 {
			t.Fatalf("%s\n%v", query, err)
		}
		args = append(args, nil)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	return strings.Join(steps, "\n")
}

// Statements on the hot paths go by an index, without statistics as with them; none reads a table from end to end.
func TestHotStatementsGoByTheirIndex(t *testing.T) {
	db := closing(t, ":memory:")
	for round, prepare := range []func(){
		func() {},
		func() { // some rows and their statistics must change nothing
			for n := range 50 {
				write(t, db, day(n))
			}
			c := <-db.writer
			defer func() { db.writer <- c }()
			if _, err := c.sc.ExecContext(background, "analyze"); err != nil {
				t.Fatal(err)
			}
		},
	} {
		prepare()
		c := <-db.writer
		for _, q := range []struct {
			name, query string
			uses        []string
			sorts       bool // a sort of the batch's own rows is allowed
		}{
			{"due", dueQuery, []string{"journeys_due (due_ms<?)"}, false},
			{"journeys of customers", journeysOfQuery, []string{"journeys_customer (customer_id=?)"}, true},
			{"entries", entriesQuery, []string{"journeys_customer (customer_id=?)"}, true},
			{"exists", existsQuery, []string{"journeys_key (flow=? AND key=?)"}, false},
			{"update journey", updateJourney, []string{"INTEGER PRIMARY KEY (rowid=?)"}, false},
			{"draws", drawsQuery, []string{"PRIMARY KEY (address=? AND unit=? AND unit_id=?)"}, false},
			{"claim", claimQuery, []string{"outbox_next (next_ms<?)"}, false},
			{"claim a row", claimRow, []string{"INTEGER PRIMARY KEY (rowid=?)"}, false},
			{"hand off", handOffQuery, []string{"o USING INTEGER PRIMARY KEY", "j USING INTEGER PRIMARY KEY"}, false},
			{"hand off a row", handOffRow, []string{"INTEGER PRIMARY KEY (rowid=?)"}, false},
			{"new events", newEventsQuery, []string{"events_new (at<?)"}, false},
			{"events by seq", eventsBySeq, []string{"INTEGER PRIMARY KEY (rowid=?)"}, false},
			{"events by customer", eventsByCustomer, []string{"events_customer (customer_id=?)"}, true},
			{"events by order", eventsByOrder, []string{"events_order (order_id=?)"}, true},
			{"milestones", milestonesQuery, []string{"events_order (order_id=?)"}, true},
			{"customers", customersQuery, []string{"customers_1 (id=?)"}, false},
			{"orders of customers", ordersByCustomer, []string{"orders_customer (customer_id=?"}, true},
			{"orders", ordersByID, []string{"orders_1 (id=?)", "p USING COVERING INDEX orders_customer (customer_id=? AND placed_at<?)"}, false},
			{"items", itemsQuery, []string{"PRIMARY KEY (order_id=?)"}, true},
			{"parcels", shipmentsQuery, []string{"PRIMARY KEY (order_id=?)"}, true},
			{"products", productsQuery, []string{"products_1 (id=?)"}, false},
			{"reviews", reviewsQuery, []string{"reviews_customer (customer_id=?)"}, true},
			{"messages", messagesQuery, []string{"outbox_customer (customer_id=?)", "events_customer (customer_id=?)"}, true},
			{"active", activeQuery, []string{"journeys_customer (customer_id=?)"}, true},
			{"sharers", sharersQuery, []string{"PRIMARY KEY (kind=? AND value=?)"}, true},
			{"contacts", contactsQuery, []string{"customers_1 (id=?)", "identities_customer (customer_id=? AND kind=?)"}, true},
			{"consents", consentsQuery, []string{"(channel=? AND address=?)", "consents_customer (customer_id=?)"}, true},
			{"suppressions", suppressionsQuery, []string{"PRIMARY KEY (channel=? AND address=?)"}, true},
			{"lifts", liftsQuery, []string{"PRIMARY KEY (channel=? AND address=?)"}, true},
			{"by e-mail", byEmail, []string{"PRIMARY KEY (kind=? AND value=?)"}, true},
			{"by loyalty number", byLoyalty, []string{"PRIMARY KEY (kind=? AND value=?)"}, true},
			{"by phone", byPhone, []string{"PRIMARY KEY (kind=? AND value=?)"}, true},
			{"refunds of an order", `select coalesce(sum(amount_minor), 0) from refunds indexed by refunds_order where order_id = ?`, []string{"refunds_order (order_id=?)"}, false},
			{"first order", recount, []string{"orders_customer (customer_id=?"}, false},
		} {
			got := plan(t, c, q.query)
			for _, index := range q.uses {
				if !strings.Contains(got, index) {
					t.Errorf("round %d, %s does not use %s:\n%s", round, q.name, index, got)
				}
			}
			for line := range strings.Lines(got) {
				if strings.HasPrefix(line, "SCAN") && !strings.Contains(line, "VIRTUAL TABLE") && !strings.Contains(line, "SCAN x") && !strings.Contains(line, "json_each") {
					t.Errorf("round %d, %s reads a table from end to end:\n%s", round, q.name, got)
				}
				if !q.sorts && strings.Contains(line, "TEMP B-TREE") {
					t.Errorf("round %d, %s sorts:\n%s", round, q.name, got)
				}
			}
		}
		db.writer <- c
	}
}

// A batch of facts takes the same number of statements for one customer as for a thousand.
func TestFactsTakeAFixedNumberOfStatements(t *testing.T) {
	db := closing(t, ":memory:")
	var customers, orders []string
	write(t, db, func(tx store.Tx) error {
		for n := range 200 {
			l := numbered(n*5 + 1)
			l.Customer.ID = fmt.Sprint("c", n)
			if _, err := tx.Import(t.Context(), l, euros); err != nil {
				return err
			}
			customers, orders = append(customers, l.Customer.ID), append(orders, l.Order.ID)
		}
		return nil
	})
	statements := func(n int) (calls int) {
		c := <-db.writer
		defer func() { c.fault = nil; db.writer <- c }()
		c.fault = func() error { calls++; return nil }
		f, err := (&reader{c: c}).Facts(t.Context(), store.FactsQuery{
			Customers: customers[:n], Orders: orders[:n], CustomerOrders: true, Reviews: true, Messages: true, EventTypes: []string{"order.placed"},
			EventSeqs: []int64{1, 2}, Currency: "EUR", Consents: true, Active: true, Types: order.BuiltinEvents,
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(f.People) != n || len(f.Orders) != n {
			t.Fatalf("%d people and %d orders, want %d", len(f.People), len(f.Orders), n)
		}
		return calls
	}
	if one, many := statements(1), statements(200); one != many || one > 20 {
		t.Errorf("%d statements for one customer, %d for 200", one, many)
	}
}
