package segmenttest

import (
	"database/sql"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

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

const customersPerWorld, expressionsPerWorld = 12, 100

// TestSQLAndMemoryAgree is E16 of the proofs: a few thousand pairs of an expression and a customer by default, a hundred thousand and
// more with FLOWC_LONG=1. FLOWC_SEED=n runs the one world of that seed.
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
		first, worlds = n, 1
	}
	db := open(t)
	pairs, yes := 0, 0
	for seed := first; seed < first+uint64(worlds); seed++ {
		r := rand.New(rand.NewPCG(seed, 16))
		w := newWorld(t, db, r, customersPerWorld)
		g := &generator{r: r}
		for n := range expressionsPerWorld {
			g.segs = nil
			g.segments(r.IntN(4))
			e := g.condition(1 + r.IntN(deep))
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
