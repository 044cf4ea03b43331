package sqlite

import (
	"fmt"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/store"
)

// statements counts what do asks of the connection that writes. A statement that is run once a journey counts once.
func statements(db *DB, do func()) (n int) {
	c := <-db.writer
	c.fault = func() error { n++; return nil }
	db.writer <- c
	do()
	c = <-db.writer
	c.fault = nil
	db.writer <- c
	return n
}

// TestABatchLoadsItsFactsInAFewQueries: the number of statements does not depend on how many journeys wake, or how many events let
// somebody in.
func TestABatchLoadsItsFactsInAFewQueries(t *testing.T) {
	s := schedules(1000)[0]
	s.first = func(i int) time.Time { return begin.Add(time.Duration(i) * time.Second) }
	db, e := wavesShop(t, 1000, s)
	advance := func(now time.Time) (report engine.Report) {
		report, err := e.Advance(background, now)
		if err != nil {
			t.Fatal(err)
		}
		return report
	}
	advance(begin.Add(9 * time.Second)) // ten journeys; it prepares the statements
	var woken, entered [2]int
	for i, n := range []int{1, 500} {
		due := begin.Add(time.Duration([]int{10, 510}[i]) * time.Second)
		woken[i] = statements(db, func() {
			if report := advance(due); report.Moved != n {
				t.Fatalf("%+v, want %d moved", report, n)
			}
		})
	}
	advance(begin.Add(600 * time.Second))
	for i, n := range []int{1, 400} {
		write(t, db, func(tx store.Tx) error {
			for k := range n {
				l := numbered(5 * k)
				l.ID, l.Order.ID, l.Customer.ID = fmt.Sprint("n", i, "-", k), fmt.Sprint("n", i, "-", k), fmt.Sprint("n", i, "-", k)
				l.Customer.Email, l.At = ptr(fmt.Sprintf("n%d-%d@x.test", i, k)), begin.Add(600*time.Second)
				if _, err := tx.Import(background, l, euros); err != nil {
					return err
				}
			}
			return nil
		})
		entered[i] = statements(db, func() {
			if report := advance(begin.Add(600 * time.Second)); report.Entered != n {
				t.Fatalf("%+v, want %d entered", report, n)
			}
		})
	}
	if woken[0] != woken[1] || woken[0] > 20 {
		t.Errorf("1 journey wakes with %d statements, 500 with %d", woken[0], woken[1])
	}
	if entered[0] != entered[1] || entered[0] > 40 {
		t.Errorf("1 event lets in with %d statements, 400 with %d", entered[0], entered[1])
	}
}
