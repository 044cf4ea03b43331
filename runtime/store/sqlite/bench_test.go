package sqlite

import (
	"bytes"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// Each benchmark holds the store against a bare loop: plain prepared SQL that does the same reads and writes on the narrowest table that
// a careful hand would make, on a file with synchronous = FULL, in the same run, the two taking turns. What counts is `ratio`, the
// store's speed by that of the loop, and the bytes written by a transition. FLOWC_LONG=1 takes a million rows in place of 100,000.

const (
	batch = 1000
	turn  = 5 // batches before it is the other's turn
)

func rows() int {
	if os.Getenv("FLOWC_LONG") != "" {
		return 1_000_000
	}
	return 100_000
}

// side is the store or the bare loop: one batch of work.
type side struct {
	name       string
	step       func(n int) // does the n-th batch
	spent, cpu time.Duration
	bytes      int64
	n          int
}

// takeTurns runs both sides until the benchmark has enough, and reports.
func takeTurns(b *testing.B, unit string, own, bare *side) {
	b.Helper()
	for b.Loop() {
		for _, s := range []*side{own, bare} {
			wrote, busy, began := written(), worked(), time.Now()
			for range turn {
				s.step(s.n)
				s.n++
			}
			s.spent += time.Since(began)
			s.cpu += worked() - busy
			s.bytes += written() - wrote
		}
	}
	per := func(s *side) float64 { return float64(s.n*batch) / s.spent.Seconds() }
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(per(own), own.name+"_"+unit+"/s")
	b.ReportMetric(per(bare), bare.name+"_"+unit+"/s")
	b.ReportMetric(per(own)/per(bare), "ratio")
	if own.cpu > 0 && bare.cpu > 0 { // steadier on a machine that others use too
		b.ReportMetric(float64(bare.cpu)/float64(bare.n)/(float64(own.cpu)/float64(own.n)), "cpu_ratio")
	}
	b.ReportMetric(float64(own.bytes)/float64(own.n*batch), own.name+"_B/"+unit)
	b.ReportMetric(float64(bare.bytes)/float64(bare.n*batch), bare.name+"_B/"+unit)
}

// written is how many bytes this process has handed to write calls; 0 where the system does not say.
func written() int64 {
	text, err := os.ReadFile("/proc/self/io")
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(text, []byte("wchar: "))
	line, _, _ := bytes.Cut(after, []byte("\n"))
	n, _ := strconv.ParseInt(string(line), 10, 64)
	return n
}

// worked is the processor time of this process, in hundredths of a second; 0 where the system does not say.
func worked() time.Duration {
	text, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, after, _ := bytes.Cut(text, []byte(") "))
	fields := bytes.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(string(fields[11]))
	system, _ := strconv.Atoi(string(fields[12]))
	return time.Duration(user+system) * 10 * time.Millisecond
}

// schedule says when journey i is due first, and when it is due again.
type schedule struct {
	name  string
	first func(i int) time.Time
	again func(now time.Time) time.Time
}

var begin = time.UnixMilli(1_772_000_000_000).UTC()

func schedules(n int) []schedule {
	r := rand.New(rand.NewPCG(1, 2))
	span := time.Duration(n) * time.Millisecond
	order := r.Perm(n)
	return []schedule{
		{"cohort", func(i int) time.Time { return begin.Add(time.Duration(i) * time.Millisecond) }, func(due time.Time) time.Time { return due.Add(span) }},
		{"random", func(i int) time.Time { return begin.Add(time.Duration(order[i]) * time.Millisecond) },
			func(due time.Time) time.Time { return due.Add(span + time.Duration(r.IntN(n))*time.Millisecond) }},
	}
}

// benchJourney is a journey that has a few things to remember.
func benchJourney(i int, due time.Time) *interp.Journey {
	return &interp.Journey{
		Flow: "post_purchase", Key: "o" + strconv.Itoa(1_000_000+i), Customer: "c" + strconv.Itoa(1_000_000+i), Order: "o" + strconv.Itoa(1_000_000+i),
		Entered: begin, State: "let_it_be_used", Due: due, Watch: begin.Add(1440 * time.Hour),
		Data: interp.Data{Trigger: int64(i), Since: interp.MillisOf(begin), Steps: map[machine.Name]interp.Passed{"thank_you": {At: interp.MillisOf(begin), Sent: true}},
			Arms: map[machine.Name]string{"incentive": "bundle"}},
	}
}

// fill puts n journeys into a store.
func fill(b *testing.B, db *DB, n int, s schedule) {
	b.Helper()
	for i := 0; i < n; i += 10 * batch {
		js := make([]*interp.Journey, 0, 10*batch)
		for k := i; k < min(i+10*batch, n); k++ {
			js = append(js, benchJourney(k, s.first(k)))
		}
		write(b, db, func(tx store.Tx) error { return tx.InsertJourneys(background, js) })
	}
}

// transitions is the store's side: claim a batch, move each journey, write one line of the trail each, commit.
func transitions(b *testing.B, db *DB, s schedule) func(int) {
	return func(int) {
		err := db.Write(background, func(tx store.Tx) error {
			js, err := tx.Due(background, begin.Add(1_000_000*time.Hour), batch)
			if err != nil {
				return err
			}
			if len(js) != batch {
				b.Fatalf("%d journeys are due", len(js))
			}
			trail := make([]store.TrailRow, len(js))
			for i, j := range js {
				at := j.Due
				j.Due = s.again(at)
				j.Data.Since = interp.MillisOf(at)
				trail[i] = store.TrailRow{Journey: j.ID, At: at, Kind: "goal", Node: "reviewed", Outcome: "reached", Nth: i}
			}
			if err := tx.UpdateJourneys(background, js); err != nil {
				return err
			}
			return tx.InsertTrail(background, trail)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// bareDB is the narrowest table that does the same.
type bareDB struct {
	db                               *sql.DB
	due, move, note, enter, multiple *sql.Stmt
}

const bareData = `{"t":123456,"s":1772000000000,"p":{"thank_you":{"t":1772000000000,"s":true}},"v":{"incentive":"bundle"}}`

// rowsAtOnce is how many rows the bare loop inserts with one statement.
const rowsAtOnce = 100

func newBare(b *testing.B, sync string) *bareDB {
	b.Helper()
	source, err := dsn(filepath.Join(b.TempDir(), "bare.db"), Options{Synchronous: sync})
	if err != nil {
		b.Fatal(err)
	}
	db := sql.OpenDB(&connector{dsn: strings.Replace(source, "mode=rw", "mode=rwc", 1) + "&_txlock=immediate"})
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	_, err = db.Exec(fmt.Sprintf("pragma cache_size = %d", -writerCacheKiB) + `; create table instance (id integer primary key, key text not null unique, customer text not null, state text not null, due integer, seq integer not null, data text not null) strict;
create index instance_due on instance (due, id);
create table event (id integer primary key, instance integer not null, seq integer not null, at integer not null, kind text not null, unique (instance, seq)) strict;`)
	if err != nil {
		b.Fatal(err)
	}
	bare := &bareDB{db: db}
	for into, query := range map[**sql.Stmt]string{
		&bare.due:      `select id, key, customer, state, due, seq, data from instance where due <= ? order by due, id limit ?`,
		&bare.move:     `update instance set state = ?, due = ?, seq = seq + 1, data = ? where id = ? and seq = ?`,
		&bare.note:     `insert into event (instance, seq, at, kind) values (?, ?, ?, ?)`,
		&bare.enter:    `insert into instance (key, customer, state, due, seq, data) values (?, ?, ?, ?, 0, ?)`,
		&bare.multiple: `insert into instance (key, customer, state, due, seq, data) values (?, ?, ?, ?, 0, ?)` + strings.Repeat(`, (?, ?, ?, ?, 0, ?)`, rowsAtOnce-1),
	} {
		if *into, err = db.Prepare(query); err != nil {
			b.Fatal(err)
		}
	}
	return bare
}

func (bare *bareDB) write(b *testing.B, fn func(tx *sql.Tx) error) {
	tx, err := bare.db.Begin()
	if err == nil {
		if err = fn(tx); err == nil {
			err = tx.Commit()
		}
	}
	if err != nil {
		b.Fatal(err)
	}
}

// insert puts rows into the bare table, many with one statement.
func (bare *bareDB) insert(b *testing.B, from, n int, s schedule) {
	bare.write(b, func(tx *sql.Tx) error {
		stmt := tx.Stmt(bare.multiple)
		for i := from; i < from+n; i += rowsAtOnce {
			args := make([]any, 0, 5*rowsAtOnce)
			for k := i; k < i+rowsAtOnce; k++ {
				id := strconv.Itoa(1_000_000 + k)
				args = append(args, "o"+id, "c"+id, "let_it_be_used", s.first(k%rows()).UnixMilli(), bareData)
			}
			if _, err := stmt.Exec(args...); err != nil {
				return err
			}
		}
		return nil
	})
}

func (bare *bareDB) transitions(b *testing.B, s schedule) func(int) {
	type instance struct {
		id, due, seq               int64
		key, customer, state, data string
	}
	return func(int) {
		bare.write(b, func(tx *sql.Tx) error {
			rows, err := tx.Stmt(bare.due).Query(begin.Add(1_000_000*time.Hour).UnixMilli(), batch)
			if err != nil {
				return err
			}
			found := make([]instance, 0, batch)
			for rows.Next() {
				var i instance
				if err := rows.Scan(&i.id, &i.key, &i.customer, &i.state, &i.due, &i.seq, &i.data); err != nil {
					return err
				}
				found = append(found, i)
			}
			if err := rows.Close(); err != nil {
				return err
			}
			move, note := tx.Stmt(bare.move), tx.Stmt(bare.note)
			for _, i := range found {
				res, err := move.Exec(i.state, s.again(time.UnixMilli(i.due)).UnixMilli(), i.data, i.id, i.seq)
				if err != nil {
					return err
				}
				if n, _ := res.RowsAffected(); n != 1 {
					return fmt.Errorf("instance %d is stale", i.id)
				}
				if _, err := note.Exec(i.id, i.seq, i.due, "goal"); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func storeOf(b testing.TB, sync string) *DB {
	b.Helper()
	db, err := Open(b.Context(), filepath.Join(b.TempDir(), "own.db"), Options{Synchronous: sync})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	return db
}

// BenchmarkTransitions is P1 (cohort, 0.5) and P2 (random, 0.5 and 1.5 times the bytes).
func BenchmarkTransitions(b *testing.B) {
	for i := range schedules(1) {
		b.Run(schedules(1)[i].name, func(b *testing.B) {
			own, bare := storeOf(b, "FULL"), newBare(b, "FULL")
			fill(b, own, rows(), schedules(rows())[i])
			for n := 0; n < rows(); n += 10 * batch {
				bare.insert(b, n, 10*batch, schedules(rows())[i])
			}
			takeTurns(b, "transition", &side{name: "store", step: transitions(b, own, schedules(rows())[i])},
				&side{name: "bare", step: bare.transitions(b, schedules(rows())[i])})
		})
	}
}

// BenchmarkTickBySize is P3: the same due work with ten times the rows takes at most 1.3 times as long (ratio at least 0.77).
func BenchmarkTickBySize(b *testing.B) {
	small, large := storeOf(b, "FULL"), storeOf(b, "FULL")
	fill(b, small, rows()/10, schedules(rows() / 10)[0])
	fill(b, large, rows(), schedules(rows())[0])
	takeTurns(b, "transition", &side{name: "large", step: transitions(b, large, schedules(rows())[0])},
		&side{name: "small", step: transitions(b, small, schedules(rows() / 10)[0])})
}

// BenchmarkSynchronous is P5: FULL against NORMAL, 0.8.
func BenchmarkSynchronous(b *testing.B) {
	full, normal := storeOf(b, "FULL"), storeOf(b, "NORMAL")
	for _, db := range []*DB{full, normal} {
		fill(b, db, rows(), schedules(rows())[0])
	}
	takeTurns(b, "transition", &side{name: "full", step: transitions(b, full, schedules(rows())[0])},
		&side{name: "normal", step: transitions(b, normal, schedules(rows())[0])})
}

// BenchmarkEnrolment is P6: new journeys, each under a key of its own, against rows inserted a hundred at a time, 0.35.
func BenchmarkEnrolment(b *testing.B) {
	own, bare := storeOf(b, "FULL"), newBare(b, "FULL")
	s := schedules(rows())[0]
	takeTurns(b, "row",
		&side{name: "store", step: func(n int) {
			js := make([]*interp.Journey, batch)
			for i := range js {
				js[i] = benchJourney(n*batch+i, s.first((n*batch+i)%rows()))
			}
			write(b, own, func(tx store.Tx) error { return tx.InsertJourneys(background, js) })
		}},
		&side{name: "bare", step: func(n int) { bare.insert(b, n*batch, batch, s) }})
}

// BenchmarkIdle is the store's part of P4: a tick that finds nothing due takes less than a millisecond at any size.
func BenchmarkIdle(b *testing.B) {
	db := storeOf(b, "FULL")
	fill(b, db, rows(), schedules(rows())[0])
	for b.Loop() {
		write(b, db, func(tx store.Tx) error {
			if evs, err := tx.NewEvents(background, begin, batch); err != nil || len(evs) > 0 {
				b.Fatal(evs, err)
			}
			js, err := tx.Due(background, begin.Add(-time.Hour), batch)
			if len(js) > 0 {
				b.Fatal(js)
			}
			return err
		})
	}
}

// BenchmarkSize is P8: bytes of the file for a journey under way, at most 300.
func BenchmarkSize(b *testing.B) {
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "own.db")
		db := opened(b, path)
		empty := fileSize(b, db, path)
		fill(b, db, rows(), schedules(rows())[0])
		b.ReportMetric(float64(fileSize(b, db, path)-empty)/float64(rows()), "B/journey")
		db.Close()
	}
	b.ReportMetric(0, "ns/op")
}

func fileSize(b *testing.B, db *DB, path string) int64 {
	c := <-db.writer
	defer func() { db.writer <- c }()
	if err := c.script("pragma wal_checkpoint(truncate)"); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// BenchmarkImport is how many orders a second come in, a thousand a transaction.
func BenchmarkImport(b *testing.B) {
	db := storeOf(b, "FULL")
	n := 0
	for b.Loop() {
		write(b, db, func(tx store.Tx) error {
			for range batch {
				l := numbered(n)
				l.Customer.ID, l.Customer.Email = fmt.Sprint("c", n%20_000), ptr(fmt.Sprintf("c%d@x.test", n%20_000))
				if n++; n%5 == 4 {
					n++ // no refunds
				}
				if _, err := tx.Import(background, l, euros); err != nil {
					return err
				}
			}
			return nil
		})
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "lines/s")
}

// BenchmarkFacts is what loading everything about a batch of customers costs.
func BenchmarkFacts(b *testing.B) {
	db := storeOf(b, "FULL")
	var customers, orders []string
	write(b, db, func(tx store.Tx) error {
		for n := range batch {
			l := numbered(n * 5)
			l.Customer.ID, l.Customer.Email = fmt.Sprint("c", n), ptr(fmt.Sprintf("c%d@x.test", n))
			if _, err := tx.Import(background, l, euros); err != nil {
				return err
			}
			customers, orders = append(customers, l.Customer.ID), append(orders, l.Order.ID)
		}
		return nil
	})
	for _, c := range []struct {
		name string
		q    store.FactsQuery
	}{
		{"plain", store.FactsQuery{Customers: customers, Orders: orders, Currency: "EUR", Consents: true}},
		{"all", store.FactsQuery{Customers: customers, Orders: orders, Currency: "EUR", Consents: true, CustomerOrders: true, Reviews: true, Messages: true, Active: true, EventTypes: []string{"order.placed"}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				err := db.Read(background, func(r store.Reader) error { _, err := r.Facts(background, c.q); return err })
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "customers/s")
		})
	}
}
