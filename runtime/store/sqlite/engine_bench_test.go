package sqlite

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/delivery"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// The same as in bench_test.go with the engine on top: what a runner does with journeys that wake, choose a way, draw a variant and wait
// again. The bare loop reads the two columns of the customer on which the way depends.

const wavesProject = `project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}

sender "email" "default" {
  from = "Acme Skincare <hello@acme.example>"
  smtp = "file:outbox"
}
`

// waveCount is how many times each journey can wake.
const waveCount = 60

// between is how long a journey waits between two waves.
const between = 30 * 24 * time.Hour

// wavesFlow is one delay, branch and experiment behind the other, and a letter in the end.
func wavesFlow() string {
	var b strings.Builder
	b.WriteString("flow \"waves\" {\n  topic = topic.orders\n\n  trigger {\n    event = \"order.placed\"\n  }\n\n")
	for i := range waveCount {
		fmt.Fprintf(&b, `  delay "d%02[1]d" {
    for = "720h"
  }

  branch "b%02[1]d" {
    case "again" {
      when = customer.order_count > 1 && customer.country == "DE"
    }

    default {
      experiment "x%02[1]d" {
        variant "plain" { weight = 1 }
        variant "warm" { weight = 1 }
      }
    }
  }

`, i)
	}
	b.WriteString("  step \"bye\" {\n    email {\n      subject   = \"Order ${order.number}\"\n      preheader = \"A word.\"\n      body      = \"bye.md\"\n    }\n  }\n}\n")
	return b.String()
}

// wavesShop is a store with n customers, each with an order, its event and a journey that waits, and an engine on it.
func wavesShop(b testing.TB, n int, s schedule) (*DB, *engine.Engine) {
	b.Helper()
	compiled := lang.Compile(fstest.MapFS{
		"project.flow.hcl": {Data: []byte(wavesProject)}, "waves.flow.hcl": {Data: []byte(wavesFlow())}, "bye.md": {Data: []byte("Thank you for ${order.items[0].title}.\n")},
	})
	if compiled.Program == nil {
		b.Fatal(compiled.Diagnostics)
	}
	program, err := engine.Prepare(compiled.Program)
	if err != nil {
		b.Fatal(err)
	}
	db := storeOf(b, "FULL")
	body, err := machine.Encode(compiled.Program)
	if err != nil {
		b.Fatal(err)
	}
	write(b, db, func(tx store.Tx) error {
		_, err := tx.SaveProgram(background, store.StoredProgram{Fingerprint: program.Fingerprint, Format: machine.Format, Body: body}, []string{"waves"}, begin)
		return err
	})
	manyCustomers(b, db, n)
	for i := 0; i < n; i += 10 * batch {
		js := make([]*interp.Journey, 0, 10*batch)
		for k := i; k < min(i+10*batch, n); k++ {
			j := benchJourney(k, s.first(k))
			j.Flow, j.State, j.Data.Steps, j.Data.Arms = "waves", "d00", nil, nil
			js = append(js, j)
		}
		write(b, db, func(tx store.Tx) error { return tx.InsertJourneys(background, js) })
	}
	epoch, err := db.Acquire(background, "runner", begin, 1000*between)
	if err != nil {
		b.Fatal(err)
	}
	return db, engine.New(engine.Config{
		Store: db, Program: program, Now: func() time.Time { return begin }, Secret: make([]byte, 32),
		Senders: map[string]delivery.Channel{"default": delivery.NewNull()},
	}, epoch)
}

// manyCustomers fills the order store: one in three is in Germany and bought twice.
func manyCustomers(b testing.TB, db *DB, n int) {
	b.Helper()
	c := <-db.writer
	defer func() { db.writer <- c }()
	at := store.FormatInstant(begin)
	series := fmt.Sprintf("with recursive n(i) as (select 0 union all select i + 1 from n where i < %d)\n", n-1)
	for _, query := range []string{
		series + `insert into customers (id, created_at, updated_at, email, first_name, country, timezone, order_count, total_spent_minor, currency, first_order_at, last_order_at)
select 'c' || (1000000 + i), '` + at + `', '` + at + `', 'c' || i || '@mail.example', 'Ada', iif(i % 3 = 0, 'DE', 'AT'), 'Europe/Berlin', 1 + (i % 3 = 0), 2400, 'EUR', '` + at + `', '` + at + `' from n`,
		`insert into products (id, title, updated_at) values ('p1', 'Serum', '` + at + `')`,
		series + `insert into orders (id, source, number, customer_id, placed_at, currency, total_minor, updated_at)
select 'o' || (1000000 + i), 'shop', 'N' || i, 'c' || (1000000 + i), '` + at + `', 'EUR', 2400, '` + at + `' from n`,
		series + `insert into order_items (order_id, line_no, id, product_id, title, quantity, unit_minor, total_minor)
select 'o' || (1000000 + i), 1, '1', 'p1', 'Serum', 1, 2400, 2400 from n`,
		series + `insert into events (seq, source, id, type, at, customer_id, order_id, state, received_at)
select i + 1, 'shop', 'e' || i, 'order.placed', '` + at + `', 'c' || (1000000 + i), 'o' || (1000000 + i), 2, '` + at + `' from n`,
	} {
		if err := c.script(query); err != nil {
			b.Fatal(err)
		}
	}
}

// waves is the engine's side: one look at an instant at which exactly one batch is due.
func waves(b *testing.B, e *engine.Engine, n int) func(int) {
	return func(i int) {
		last := (i+1)*batch - 1
		now := begin.Add(time.Duration(last/n)*between + time.Duration(last%n)*time.Millisecond)
		report, err := e.Advance(background, now)
		if err != nil || report.Moved != batch {
			b.Fatalf("batch %d: %+v, %v", i, report, err)
		}
	}
}

// wakings is what a careful hand would write instead.
func (bare *bareDB) wakings(b *testing.B, n int) func(int) {
	_, err := bare.db.Exec(fmt.Sprintf(`create table customer (id text primary key, country text, orders integer) strict;
with recursive n(i) as (select 0 union all select i + 1 from n where i < %d)
insert into customer select 'c' || (1000000 + i), iif(i %% 3 = 0, 'DE', 'AT'), 1 + (i %% 3 = 0) from n`, n-1))
	if err != nil {
		b.Fatal(err)
	}
	due, err := bare.db.Prepare(`select i.id, i.key, i.customer, i.state, i.due, i.seq, i.data, c.country, c.orders from instance i left join customer c on c.id = i.customer
where i.due <= ? order by i.due, i.id limit ?`)
	if err != nil {
		b.Fatal(err)
	}
	type instance struct {
		id, due, seq, orders                int64
		key, customer, state, data, country string
	}
	return func(int) {
		bare.write(b, func(tx *sql.Tx) error {
			rows, err := tx.Stmt(due).Query(begin.Add(1_000_000*time.Hour).UnixMilli(), batch)
			if err != nil {
				return err
			}
			found := make([]instance, 0, batch)
			for rows.Next() {
				var i instance
				if err := rows.Scan(&i.id, &i.key, &i.customer, &i.state, &i.due, &i.seq, &i.data, &i.country, &i.orders); err != nil {
					return err
				}
				found = append(found, i)
			}
			if err := rows.Close(); err != nil {
				return err
			}
			move, note := tx.Stmt(bare.move), tx.Stmt(bare.note)
			for _, i := range found {
				kind := "plain"
				if i.country == "DE" && i.orders > 1 {
					kind = "again"
				}
				if _, err := move.Exec("d"+strconv.FormatInt(i.seq%waveCount, 10), i.due+between.Milliseconds(), i.data, i.id, i.seq); err != nil {
					return err
				}
				if _, err := note.Exec(i.id, i.seq, i.due, kind); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// BenchmarkWakings is P1 (cohort, 0.5) and P2 (random, 0.5 and 1.5 times the bytes) through the engine: claimed, facts loaded, walked
// over a branch and an experiment to the next wait, written with its draw and its line in the ledger.
func BenchmarkWakings(b *testing.B) {
	for i := range schedules(1) {
		b.Run(schedules(1)[i].name, func(b *testing.B) {
			_, e := wavesShop(b, rows(), schedules(rows())[i])
			bare := newBare(b, "FULL")
			for n := 0; n < rows(); n += 10 * batch {
				bare.insert(b, n, 10*batch, schedules(rows())[i])
			}
			takeTurns(b, "transition", &side{name: "engine", step: waves(b, e, rows())}, &side{name: "bare", step: bare.wakings(b, rows())})
		})
	}
}
