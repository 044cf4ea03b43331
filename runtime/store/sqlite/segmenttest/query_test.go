package segmenttest

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

func compare(op expr.Op, x, y expr.Expr) expr.Expr {
	b := &expr.Binary{Op: op, X: x, Y: y, T: boolean}
	if x.Type().Kind == facts.Money {
		b.Currencies = currencies
	}
	return b
}

func both(op expr.Op, x, y expr.Expr) expr.Expr {
	return &expr.Binary{Op: op, X: x, Y: y, T: boolean}
}

func TestNoDataStandsInTheTextOfAQuery(t *testing.T) {
	hostile := []string{`'; drop table customers; --`, `" or 1=1`, `?1`, "\x00", `*/`, "$.a", `%`, "\\"}
	for _, s := range hostile {
		lit := constant(facts.StringOf(s))
		e := both(expr.Or, compare(expr.Eq, field(customer(), "country"), lit),
			&expr.Call{Func: expr.Contains, T: boolean, Args: []expr.Expr{field(customer(), "tags"), &expr.Call{Func: expr.Replace, T: text, Args: []expr.Expr{lit, lit, lit}}}})
		q, err := expr.SQL(e, options())
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := expr.SQL(both(expr.Or, compare(expr.Eq, field(customer(), "country"), constant(facts.StringOf("x"))),
			&expr.Call{Func: expr.Contains, T: boolean, Args: []expr.Expr{field(customer(), "tags"), &expr.Call{Func: expr.Replace, T: text, Args: []expr.Expr{constant(facts.StringOf("x")), constant(facts.StringOf("x")), constant(facts.StringOf("x"))}}}}), options()); err != nil || plain.Where != q.Where {
			t.Errorf("the text depends on the literal %q:\n%s\n%s", s, q.Where, plain.Where)
		}
		db := open(t)
		exec(t, db, "insert into customers (id, created_at, updated_at, country) values ('c', '', '', ?)", s)
		found, err := members(db, q)
		if err != nil || !found["c"] {
			t.Errorf("%q: found %v, %v", s, found, err)
		}
	}
}

func TestTheTextOfAQueryIsTheSameAtEveryInstant(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	g := &generator{r: r}
	for range 300 {
		e := g.condition(4)
		a, err := expr.SQL(e, options())
		if err != nil {
			t.Fatal(err)
		}
		later := options()
		later.Now = later.Now.AddDate(3, 1, 2)
		later.Zone = time.UTC
		b, err := expr.SQL(e, later)
		if err != nil || a.Where != b.Where {
			t.Fatalf("%s: %v\n%s\n%s", expr.String(e), err, a.Where, b.Where)
		}
	}
}

func TestWhatOnlyAJourneyKnowsIsNotSQL(t *testing.T) {
	of := func(name expr.RootName, field string) expr.Expr {
		object := types.Object(string(name))
		return &expr.Field{Of: &expr.Root{Name: name, T: facts.ObjectTypeOf(object)}, Field: object.Field(field), T: object.Field(field).Type}
	}
	for _, e := range []expr.Expr{
		compare(expr.Eq, of(expr.RootOrder, "channel"), constant(facts.StringOf("online"))),
		compare(expr.Eq, of(expr.RootItem, "title"), constant(facts.StringOf("x"))),
		&expr.Node{Kind: expr.NodeGoal, Name: "bought", Field: "reached", T: boolean},
		both(expr.And, constant(facts.BoolOf(false)), &expr.Node{Kind: expr.NodeFlow, Name: "care", Field: "active", T: boolean}),
		compare(expr.Eq, &expr.Root{Name: expr.RootLinks, T: facts.Of(facts.Object)}, &expr.Lit{T: facts.Of(facts.Object).Maybe()}),
	} {
		if _, err := expr.SQL(e, options()); !errors.Is(err, expr.ErrNotSQL) {
			t.Errorf("%s: %v, want ErrNotSQL", expr.String(e), err)
		}
	}
}

func TestLongAndDeepConditionsAreQueriesOrErrors(t *testing.T) {
	db := open(t)
	exec(t, db, "insert into customers (id, created_at, updated_at, country, order_count) values ('c', '', '', 'DE', 3)")
	one := compare(expr.Eq, field(customer(), "country"), constant(facts.StringOf("DE")))
	chain := one
	for i := range 5000 {
		chain = both(expr.And, chain, compare(expr.Ne, field(customer(), "order_count"), constant(facts.Int(int64(i+10)))))
	}
	if found := run(t, db, chain); !found["c"] {
		t.Error("a chain of 5,000 finds nobody")
	}
	grow := map[string]func(expr.Expr) expr.Expr{
		"not": func(e expr.Expr) expr.Expr { return &expr.Unary{Op: expr.Not, X: &expr.Unary{Op: expr.Not, X: e}} },
		"cond": func(e expr.Expr) expr.Expr {
			return &expr.Cond{When: e, Then: one, Else: constant(facts.BoolOf(false)), T: boolean}
		},
		"any": func(e expr.Expr) expr.Expr {
			return &expr.Call{Func: expr.Any, T: boolean, Args: []expr.Expr{&expr.ListLit{Elems: []expr.Expr{e}, T: facts.ListType(boolean)}}}
		},
		"and or": func(e expr.Expr) expr.Expr { return both(expr.Or, both(expr.And, e, one), both(expr.And, one, one)) },
		"equal":  func(e expr.Expr) expr.Expr { return compare(expr.Eq, e, one) },
		"sum": func(e expr.Expr) expr.Expr {
			n := &expr.Cond{When: e, Then: constant(facts.Int(1)), Else: constant(facts.Int(2)), T: number}
			return compare(expr.Eq, &expr.Binary{Op: expr.Add, X: n, Y: n, T: number}, constant(facts.Int(2)))
		},
		"for": func(e expr.Expr) expr.Expr {
			l := &expr.For{Over: &expr.ListLit{Elems: []expr.Expr{constant(facts.Int(1))}, T: facts.ListType(number)}, Name: "x", Where: e, T: facts.ListType(number)}
			return compare(expr.Eq, &expr.Call{Func: expr.Length, T: number, Args: []expr.Expr{l}}, constant(facts.Int(1)))
		},
	}
	for name, f := range grow {
		e := one
		refused := false
		for depth := range 400 {
			q, err := expr.SQL(e, options())
			if err != nil {
				if !errors.Is(err, expr.ErrTooLarge) {
					t.Fatalf("%s, %d deep: %v", name, depth, err)
				}
				refused = true
				break
			}
			if depth%5 > 0 {
				e = f(e)
				continue
			}
			found, err := members(db, q)
			if err != nil || found["c"] != expr.CompileBool(e)(&expr.Env{Customer: theCustomer(), Now: now}) {
				t.Fatalf("%s, %d deep: found %v, %v", name, depth, found, err)
			}
			e = f(e)
		}
		if !refused {
			t.Errorf("%s: nothing was refused", name)
		}
	}
}

func theCustomer() facts.Value {
	return row(types.Object("customer"), map[string]facts.Value{"country": facts.StringOf("DE"), "order_count": facts.Int(3)})
}

func run(t testing.TB, db *sql.DB, e expr.Expr) map[string]bool {
	t.Helper()
	q, err := expr.SQL(e, options())
	if err != nil {
		t.Fatal(err)
	}
	found, err := members(db, q)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestSegmentsThatNameEachOtherTwiceStaySmall(t *testing.T) {
	db := open(t)
	exec(t, db, "insert into customers (id, created_at, updated_at, country) values ('c', '', '', 'DE'), ('d', '', '', 'AT')")
	body := compare(expr.Eq, field(customer(), "country"), constant(facts.StringOf("DE")))
	for i := range 40 {
		s := &expr.Segment{Name: fmt.Sprint("s", i), Body: body}
		body = both(expr.And, s, &expr.Unary{Op: expr.Not, X: &expr.Unary{Op: expr.Not, X: s}})
	}
	if found := run(t, db, body); !found["c"] || found["d"] {
		t.Errorf("found %v, want c", found)
	}
}
