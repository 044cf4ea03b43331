package segmenttest

import (
	"bytes"
	"database/sql"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
)

// members are the ids that a condition's SQL finds.
func members(db *sql.DB, q expr.Query) (map[string]bool, error) {
	rows, err := db.Query(q.Text(), q.Args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		found[id] = true
	}
	return found, rows.Err()
}

func options() expr.SQLOptions {
	return expr.SQLOptions{Now: now, Zone: project, Locale: "de", Currencies: currencies}
}

// instants are those at which worlds are looked at: also when clocks change, days are missing and months are short.
var instants = []time.Time{
	now, now.Add(456 * time.Microsecond),
	time.Date(2026, 3, 29, 1, 30, 0, 123_000_000, time.UTC),  // half an hour after Berlin's summer time began
	time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC),           // in the hour that Berlin has twice
	time.Date(2026, 11, 1, 6, 10, 0, 0, time.UTC),            // in New York's
	time.Date(2012, 1, 3, 9, 0, 0, 0, time.UTC),              // days after Samoa left out 30 December
	time.Date(2012, 1, 29, 10, 30, 0, 999_000_000, time.UTC), // a month after
	time.Date(2024, 2, 29, 23, 59, 59, 999_999_999, time.UTC),
	time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC),
	time.Date(2026, 4, 4, 14, 30, 0, 0, time.UTC), // in Auckland's
}

const customersPerWorld, expressionsPerWorld = 12, 100

// TestSQLAndMemoryAgree is E16 of the proofs: a few thousand pairs of an expression and a customer by default, a hundred thousand and
// more with FLOWC_LONG=1. FLOWC_SEED=n runs the one world of that seed, or the many from it on.
func TestSQLAndMemoryAgree(t *testing.T) {
	worlds, deep := 5, 4
	if os.Getenv("FLOWC_LONG") != "" {
		worlds, deep = 200, 6
	}
	first := uint64(1)
	if s := os.Getenv("FLOWC_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if first = n; deep == 4 {
			worlds = 1
		}
	}
	db := open(t)
	usual, home := now, project
	defer func() { now, project = usual, home }()
	pairs, yes := 0, 0
	for seed := first; seed < first+uint64(worlds); seed++ {
		r := rand.New(rand.NewPCG(seed, 16))
		now, project = pick(r, instants), mustZone(pick(r, []string{"Europe/Berlin", "Europe/Berlin", "Pacific/Apia", "America/New_York", "UTC"}))
		w := newWorld(t, db, r, customersPerWorld)
		g := &generator{r: r}
		for n := range expressionsPerWorld {
			g.segs = nil
			g.segments(r.IntN(4))
			e := g.condition(1 + r.IntN(deep))
			survives(t, e, g.segs)
			p, y := w.agree(t, e, seed, n)
			pairs, yes = pairs+p, yes+y
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("%d pairs, %d true", pairs, yes)
	if worlds > 1 && (yes < pairs/10 || yes > pairs*9/10) {
		t.Errorf("of %d pairs %d are true: the expressions say too little", pairs, yes)
	}
}

// survives holds the JSON of an expression to what package expr says of it: it comes back as the same, by its bytes and by its SQL.
func survives(t *testing.T, e expr.Expr, segments []*expr.Segment) {
	t.Helper()
	data, err := expr.Marshal(e, types)
	if err != nil {
		t.Fatalf("%v\n%s", err, expr.String(e))
	}
	back, err := expr.Unmarshal(data, types, func(name string) (expr.Expr, bool) {
		for _, s := range segments {
			if s.Name == name {
				return s.Body, true
			}
		}
		return nil, false
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	again, err := expr.Marshal(back, types)
	if err != nil || !bytes.Equal(data, again) {
		t.Fatalf("%v\n%s\n%s", err, data, again)
	}
	one, err := expr.SQL(e, options())
	if err != nil {
		t.Fatal(err)
	}
	other, err := expr.SQL(back, options())
	if err != nil || one.Where != other.Where {
		t.Fatalf("%v\n%s\n%s", err, one.Where, other.Where)
	}
}

// agree compares both meanings of one expression for every customer.
func (w *world) agree(t *testing.T, e expr.Expr, seed uint64, n int) (pairs, yes int) {
	t.Helper()
	if err := expr.Check(e); err != nil {
		t.Fatalf("seed %d, expression %d: %v\n%s", seed, n, err, expr.String(e))
	}
	q, err := expr.SQL(e, options())
	if err != nil {
		t.Fatalf("seed %d, expression %d: %v", seed, n, err)
	}
	found, err := members(w.db, q)
	if err != nil {
		t.Fatalf("seed %d, expression %d: %v\n%s\n%s\n%v", seed, n, err, expr.String(e), q.Text(), q.Args)
	}
	f := expr.CompileBool(e)
	for i, env := range w.envs {
		got, want := found[w.ids[i]], f(env)
		if got != want {
			t.Errorf("seed %d, expression %d, customer %s: SQL says %v, memory %v\n%s\n%s\n%v", seed, n, w.ids[i], got, want, expr.String(e), q.Text(), q.Args)
			return pairs, yes
		}
		pairs++
		if want {
			yes++
		}
	}
	return pairs, yes
}
