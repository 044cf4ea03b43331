package sqlite

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

var (
	t0      = time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	euros   = store.ImportOptions{Currency: "EUR", Currencies: []string{"EUR"}}
	journal = []string{"", "-wal"} // the files that make up a database after a crash; the index of the log is made anew
)

func ptr[T any](v T) *T { return &v }

func opened(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// closing is opened, and closed at the end of the test.
func closing(t testing.TB, path string) *DB {
	t.Helper()
	db := opened(t, path)
	t.Cleanup(func() { db.Close() })
	return db
}

func write(t testing.TB, db *DB, fn func(store.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// numbered is the n-th order of a shop: three customers, one order each time, a refund now and then.
func numbered(n int) *order.Line {
	at := t0.Add(time.Duration(n) * time.Hour)
	l := &order.Line{Source: "shop", ID: fmt.Sprintf("e%05d", n), At: at, Type: "order.placed"}
	if n%5 == 4 {
		l.Type, l.Order = "order.refunded", &order.OrderPatch{ID: fmt.Sprintf("o%05d", n-1)}
		l.Properties = map[string]json.RawMessage{"amount": json.RawMessage(`"10.00"`)}
		return l
	}
	l.Customer = &order.CustomerPatch{
		ID: fmt.Sprintf("c%d", n%3), Email: ptr(fmt.Sprintf("c%d@x.test", n%3)), Consents: map[string]map[string]string{"tips": {"email": "granted"}},
	}
	l.Order = &order.OrderPatch{
		ID: fmt.Sprintf("o%05d", n), Currency: ptr("EUR"), Total: ptr(int64(8000)),
		Items: &[]order.ItemPatch{{Product: fmt.Sprintf("p%d", n%7), Title: "Serum", Quantity: 1, Unit: 8000, Total: 8000}},
	}
	return l
}

// day is one transaction of a runner: an order comes in, its journey begins, its message is released.
func day(n int) func(store.Tx) error {
	return func(tx store.Tx) error {
		if _, err := tx.Import(background, numbered(n), euros); err != nil {
			return err
		}
		j := &interp.Journey{Flow: "f", Key: fmt.Sprint(n), Customer: fmt.Sprintf("c%d", n%3), Entered: t0, State: "s", Due: t0.Add(time.Duration(n) * time.Hour)}
		if err := tx.InsertJourneys(background, []*interp.Journey{j}); err != nil {
			return err
		}
		if err := tx.InsertTrail(background, []store.TrailRow{{Journey: j.ID, At: t0, Kind: "journey", Outcome: "entered"}}); err != nil {
			return err
		}
		return tx.InsertOutbox(background, []*store.OutboxRow{{
			Flow: "f", Key: j.Key, Node: "s", Round: "0", Kind: "message", Status: store.Planned, Journey: j.ID, Customer: j.Customer, Channel: "email",
			Sender: "default", Program: "p", ReleasedAt: t0, At: t0, NextAt: t0, Topic: "tips", Marketing: true, OptOut: true, Address: "c@x.test",
		}})
	}
}

// dump is every row of every table, as text.
func dump(t testing.TB, db *DB) string {
	t.Helper()
	c := <-db.writer
	defer func() { db.writer <- c }()
	names, err := c.sc.QueryContext(background, `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	names.Close()
	var b strings.Builder
	for _, table := range tables {
		rows, err := c.sc.QueryContext(background, "select * from "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "%s", table)
			for i, v := range values {
				fmt.Fprintf(&b, " %s=%v", columns[i], v)
			}
			b.WriteString("\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		rows.Close()
	}
	return b.String()
}

// copied is the database as a crash would leave it: its files, byte for byte, while it is open.
func copied(t testing.TB, path string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "crashed.db")
	for _, suffix := range journal {
		copyFile(t, path+suffix, to+suffix)
	}
	return to
}

func copyFile(t testing.TB, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}
