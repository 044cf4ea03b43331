package expr_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

var (
	boolean  = facts.Of(facts.Bool)
	numeric  = facts.Of(facts.Number)
	textual  = facts.Of(facts.String)
	monetary = facts.Of(facts.Money)
	timely   = facts.Of(facts.Time)
	lasting  = facts.Of(facts.Duration)
	texts    = facts.ListType(textual)
)

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func instant(s string) *expr.Lit { return lit(facts.TimeOf(at(s))) }

// row fills a record by the names of its fields.
func row(of *facts.ObjectType, values map[string]facts.Value) facts.Value {
	r := make(facts.Row, len(of.Fields))
	for name, v := range values {
		r[of.Field(name).Index] = v
	}
	return facts.ObjectOf(r)
}

func list(vs ...facts.Value) facts.Value { return facts.ListOf(vs) }

func ordered(id string, placed string, minor int64, currency string, more map[string]facts.Value) facts.Value {
	values := map[string]facts.Value{
		"id": facts.StringOf(id), "placed_at": facts.TimeOf(at(placed)), "total": facts.MoneyOf(minor, currency), "refunded": facts.MoneyOf(0, currency),
		"status": facts.StringOf("open"), "channel": facts.StringOf("online"), "test": facts.BoolOf(false), "items": list(),
	}
	for name, v := range more {
		values[name] = v
	}
	return row(order.OrderType, values)
}

// ada has three orders: one cancelled, one in a currency that the project does not declare.
func ada() *expr.Env {
	orders := []facts.Value{
		ordered("o1", "2026-01-05T10:00:00Z", 5000, "EUR", map[string]facts.Value{"refunded": facts.MoneyOf(1000, "EUR")}),
		ordered("o2", "2026-02-05T10:00:00Z", 2000, "EUR", map[string]facts.Value{"status": facts.StringOf("cancelled")}),
		ordered("o3", "2026-03-05T10:00:00Z", 9000, "GBP", nil),
	}
	return &expr.Env{
		Customer: row(order.CustomerType, map[string]facts.Value{
			"first_name": facts.StringOf("Ada"), "order_count": facts.Int(2), "total_spent": facts.MoneyOf(4000, "EUR"),
			"tags": list(facts.StringOf("vip"), facts.StringOf("news")), "orders": list(orders...),
			"last_order_at": facts.TimeOf(at("2026-03-05T10:00:00Z")),
		}),
		Now: at("2026-03-31T14:30:00Z"), Zone: zone("Europe/Berlin"), Locale: "en",
		History: &past{orders: orders},
	}
}

// past is a history that is written down.
type past struct {
	orders, reviews []facts.Value
	events          map[string][]facts.Value
	messages        []expr.Sent
}

func (h *past) Orders() []facts.Value            { return h.orders }
func (h *past) Reviews() []facts.Value           { return h.reviews }
func (h *past) Events(kind string) []facts.Value { return h.events[kind] }
func (h *past) Messages() []expr.Sent            { return h.messages }

// shown is a value for a failure.
func shown(v facts.Value) string {
	if v.Kind() == facts.Money {
		return expr.String(lit(v)) + " " + v.Currency()
	}
	return expr.String(lit(v))
}

// brief is an expression for a failure.
func brief(e expr.Expr) string {
	s := expr.String(e)
	return s[:min(len(s), 300)]
}

func check(t *testing.T, env *expr.Env, e expr.Expr, want facts.Value) {
	t.Helper()
	if err := expr.Check(e); err != nil {
		t.Errorf("%s: %v", brief(e), err)
	}
	if got := expr.Eval(e, env); shown(got) != shown(want) || got.Kind() != want.Kind() {
		t.Errorf("%s = %s %s, want %s %s", brief(e), got.Kind(), shown(got), want.Kind(), shown(want))
	}
	if want.Kind() == facts.Bool && expr.CompileBool(e)(env) != want.True() {
		t.Errorf("CompileBool(%s) is not what Compile says", brief(e))
	}
}

func TestEveryComparisonIsTrueOrFalse(t *testing.T) {
	absent := customer("last_name")
	age := customer("days_since_last_order")
	for _, c := range []struct {
		e    expr.Expr
		want bool
	}{
		{compare(expr.Eq, customer("order_count"), number(2)), true},
		{compare(expr.Ne, customer("order_count"), number(2)), false},
		{compare(expr.Lt, number(3), customer("order_count")), false},
		{compare(expr.Ge, customer("order_count"), decimal(1_999_999)), true},
		{compare(expr.Eq, customer("first_name"), text("Ada")), true},
		{compare(expr.Eq, customer("first_name"), text("ada")), false},
		{compare(expr.Eq, absent, text("")), false},
		{compare(expr.Ne, absent, text("")), true},
		{compare(expr.Eq, absent, null), true},
		{compare(expr.Ne, null, absent), false},
		{compare(expr.Eq, customer("first_name"), null), false},
		{compare(expr.Eq, absent, customer("city")), true},
		{compare(expr.Lt, age, number(1)), false},
		{compare(expr.Le, age, age), false},
		{compare(expr.Gt, age, number(1)), false},
		{compare(expr.Eq, age, age), true},
		{not(compare(expr.Ge, age, number(1))), true},
		{compare(expr.Gt, customer("last_order_at"), call(expr.Ago, timely, days(30))), true},
		{compare(expr.Gt, customer("first_order_at"), call(expr.Ago, timely, days(30))), false},
		{compare(expr.Eq, days(1), span(facts.Span{Exact: 24 * time.Hour})), false},
		{compare(expr.Le, days(30), span(facts.Span{Months: 1})), true},
		{compare(expr.Eq, truth(true), truth(false)), false},
		{compare(expr.Eq, customer("orders"), null), false},
	} {
		check(t, ada(), c.e, facts.BoolOf(c.want))
	}
}

func TestAmountsCompareWithinADeclaredCurrency(t *testing.T) {
	euro, dollar, pound := money(2000, "EUR"), money(2000, "USD"), money(2000, "GBP")
	price := &expr.Lit{T: facts.Of(facts.Money).Maybe()}
	both := amounts(money(2000, "EUR"), money(2200, "USD"), money(2000, "GBP"))
	for _, c := range []struct {
		x    expr.Expr
		op   expr.Op
		y    expr.Expr
		want bool
	}{
		{euro, expr.Eq, euros(20), true}, {euro, expr.Ge, euros(20), true}, {euro, expr.Gt, euros(20), false},
		{euro, expr.Eq, dollar, false}, {euro, expr.Ne, dollar, true}, {euro, expr.Le, dollar, false}, {euro, expr.Ge, dollar, false},
		{pound, expr.Eq, pound, false}, {pound, expr.Ne, pound, true}, {pound, expr.Ge, pound, false}, {pound, expr.Eq, null, false}, {pound, expr.Ne, null, true},
		{price, expr.Eq, euro, false}, {price, expr.Ne, euro, true}, {price, expr.Lt, euro, false}, {price, expr.Eq, price, true},
		{euro, expr.Ge, both, true}, {dollar, expr.Ge, both, false}, {both, expr.Gt, dollar, true}, {pound, expr.Eq, both, false}, {pound, expr.Ne, both, true},
		{money(1, "JPY"), expr.Ge, both, false}, {price, expr.Ne, both, true}, {price, expr.Ge, both, false}, {both, expr.Eq, both, false}, {both, expr.Ne, both, true},
		{customer("total_spent"), expr.Eq, euros(40), true},
	} {
		check(t, ada(), compare(c.op, c.x, c.y), facts.BoolOf(c.want))
	}
}

func TestNumbersAreDecimalsThatStayWithinTheLimit(t *testing.T) {
	most := decimal(facts.Limit)
	nothing := facts.Value{}
	for _, c := range []struct {
		e    expr.Expr
		want facts.Value
	}{
		{arith(expr.Add, number(2), decimal(500_000)), facts.NumberOf(2_500_000)},
		{arith(expr.Sub, number(2), number(3)), facts.Int(-1)},
		{arith(expr.Mul, decimal(1_500_000), decimal(-1_500_000)), facts.NumberOf(-2_250_000)},
		{arith(expr.Mul, decimal(1), decimal(500_000)), facts.NumberOf(1)},
		{arith(expr.Mul, decimal(1), decimal(499_999)), facts.NumberOf(0)},
		{arith(expr.Div, number(2), number(3)), facts.NumberOf(666_667)},
		{arith(expr.Div, number(-2), number(3)), facts.NumberOf(-666_667)},
		{arith(expr.Div, number(1), number(0)), nothing},
		{arith(expr.Mod, number(-7), number(3)), facts.Int(-1)},
		{arith(expr.Mod, number(7), number(0)), nothing},
		{arith(expr.Add, most, most), facts.NumberOf(facts.Limit)},
		{arith(expr.Mul, most, most), facts.NumberOf(facts.Limit)},
		{arith(expr.Mul, most, decimal(-facts.Limit)), facts.NumberOf(-facts.Limit)},
		{arith(expr.Div, most, decimal(1)), facts.NumberOf(facts.Limit)},
		{arith(expr.Add, number(1), customer("days_since_last_order")), nothing},
		{&expr.Unary{Op: expr.Neg, X: number(3)}, facts.Int(-3)},

		{arith(expr.Add, euros(2), euros(3)), facts.MoneyOf(500, "EUR")},
		{arith(expr.Add, euros(2), money(1, "USD")), nothing},
		{arith(expr.Mul, euros(10), decimal(333_333)), facts.MoneyOf(333, "EUR")},
		{arith(expr.Mul, number(3), euros(10)), facts.MoneyOf(3000, "EUR")},
		{arith(expr.Div, euros(10), number(3)), facts.MoneyOf(333, "EUR")},
		{arith(expr.Div, euros(10), number(0)), nothing},
		{arith(expr.Div, euros(10), euros(4)), facts.NumberOf(2_500_000)},
		{arith(expr.Add, money(math.MaxInt64, "EUR"), euros(1)), facts.MoneyOf(math.MaxInt64, "EUR")},
		{arith(expr.Sub, money(math.MinInt64, "EUR"), euros(1)), facts.MoneyOf(-math.MaxInt64, "EUR")},
		{&expr.Unary{Op: expr.Neg, X: money(math.MinInt64, "EUR")}, facts.MoneyOf(math.MaxInt64, "EUR")},
	} {
		check(t, ada(), c.e, c.want)
	}
}

func TestListsAreWalkedInPlace(t *testing.T) {
	orders := customer("orders")
	totals := func(o expr.Expr) expr.Expr { return field(o, "total") }
	refunded := func(o expr.Expr) expr.Expr { return compare(expr.Gt, field(o, "refunded"), euros(0)) }
	none := index(orders, number(7))
	noItems := field(none, "items")
	for _, c := range []struct {
		e    expr.Expr
		want facts.Value
	}{
		{call(expr.Length, numeric, loop(0, "o", orders, nil, refunded)), facts.Int(1)},
		{call(expr.Any, boolean, loop(0, "o", orders, refunded, nil)), facts.BoolOf(true)},
		{call(expr.All, boolean, loop(0, "o", orders, refunded, nil)), facts.BoolOf(false)},
		{call(expr.All, boolean, loop(0, "o", orders, refunded, refunded)), facts.BoolOf(true)},
		{call(expr.All, boolean, loop(0, "i", noItems, func(i expr.Expr) expr.Expr { return truth(true) }, nil)), facts.BoolOf(false)}, // absent, not empty
		{call(expr.Any, boolean, loop(0, "i", noItems, func(i expr.Expr) expr.Expr { return truth(true) }, nil)), facts.BoolOf(false)},
		{call(expr.Length, numeric, noItems), facts.Int(0)},
		{compare(expr.Eq, noItems, null), facts.BoolOf(true)},
		{field(index(orders, number(1)), "id"), facts.StringOf("o2")},
		{field(none, "id"), facts.Value{}},
		{field(index(orders, number(-1)), "id"), facts.Value{}},
		{field(index(orders, decimal(500_000)), "id"), facts.Value{}},
		{index(loop(0, "o", orders, totals, func(o expr.Expr) expr.Expr { return not(refunded(o)) }), number(0)), facts.MoneyOf(2000, "EUR")},
		{call(expr.Contains, boolean, loop(0, "o", orders, totals, nil), money(9000, "GBP")), facts.BoolOf(true)},
		{call(expr.Length, numeric, loop(0, "o", orders, func(o expr.Expr) expr.Expr {
			return call(expr.Length, numeric, loop(1, "p", orders, nil, func(p expr.Expr) expr.Expr {
				return compare(expr.Lt, field(p, "placed_at"), field(o, "placed_at"))
			}))
		}, nil)), facts.Int(3)},
	} {
		check(t, ada(), c.e, c.want)
	}
}

func TestASegmentInsideALoopLeavesTheLoopsVariableAlone(t *testing.T) {
	orders := customer("orders")
	refunders := &expr.Segment{Name: "refunders", Body: call(expr.Any, boolean, loop(0, "x", orders, func(x expr.Expr) expr.Expr {
		return compare(expr.Gt, field(x, "refunded"), euros(0))
	}, nil))}
	each := loop(0, "o", orders, func(o expr.Expr) expr.Expr { return field(o, "id") }, func(o expr.Expr) expr.Expr {
		return and(refunders, compare(expr.Eq, field(o, "id"), text("o3")))
	})
	check(t, ada(), call(expr.Join, textual, text(","), each), facts.StringOf("o3"))
}

func TestWhatAPlaceDoesNotHaveIsAbsentOrFalse(t *testing.T) {
	env := &expr.Env{Now: at("2026-03-31T14:30:00Z")}
	check(t, env, customer("first_name"), facts.Value{})
	check(t, env, &expr.Node{Kind: expr.NodeGoal, Name: "bought", Field: "at", T: timely.Maybe()}, facts.Value{})
	check(t, env, not(&expr.Node{Kind: expr.NodeGoal, Name: "bought", Field: "reached", T: boolean}), facts.BoolOf(true))
	check(t, env, call(expr.Ago, timely, days(1)), facts.TimeOf(at("2026-03-30T14:30:00Z")))
	check(t, env, &expr.Root{Name: expr.RootNow, T: timely}, facts.TimeOf(env.Now))
}

func TestCacheAnswersAsCompileDoes(t *testing.T) {
	var c expr.Cache
	e := compare(expr.Eq, customer("order_count"), number(2))
	for range 2 {
		if !c.True(e, ada()) || !c.Value(e, ada()).True() || !c.True(nil, ada()) {
			t.Error("the cache does not answer as Compile does")
		}
	}
}

func TestZoneIsTheCustomersOwnElseTheProjects(t *testing.T) {
	berlin := zone("Europe/Berlin")
	for name, want := range map[string]string{
		"": "Europe/Berlin", "Pacific/Auckland": "Pacific/Auckland", "Mars/Phobos": "Europe/Berlin", "Local": "Europe/Berlin", "../../etc/passwd": "Europe/Berlin",
		strings.Repeat("x", 1000): "Europe/Berlin", "UTC": "UTC",
	} {
		for range 2 {
			if got := expr.Zone(name, berlin); got.String() != want {
				t.Errorf("Zone(%q) = %s, want %s", name, got, want)
			}
		}
	}
}

func TestDerivedFactsOfACustomer(t *testing.T) {
	for _, c := range []struct{ total, count, want int64 }{{1000, 3, 333}, {2000, 3, 667}, {-2000, 3, -667}, {500, 0, 0}, {math.MaxInt64, 1, math.MaxInt64}} {
		if got := expr.AverageOrderValue(c.total, c.count); got != c.want {
			t.Errorf("AverageOrderValue(%d, %d) = %d, want %d", c.total, c.count, got, c.want)
		}
	}
	berlin := zone("Europe/Berlin")
	days := func(texts ...string) (placed []time.Time) {
		for _, s := range texts {
			placed = append(placed, at(s))
		}
		return placed
	}
	for _, c := range []struct {
		placed []time.Time
		want   facts.Value
	}{
		{days("2026-01-01T10:00:00Z"), facts.Value{}},
		{days("2026-01-11T10:00:00Z", "2026-01-01T10:00:00Z"), facts.Int(10)},
		{days("2026-01-01T10:00:00Z", "2026-01-11T10:00:00Z", "2026-01-16T10:00:00Z"), facts.NumberOf(7_500_000)},
		{days("2026-03-28T12:00:00Z", "2026-03-29T11:00:00Z"), facts.Int(1)},
	} {
		if got := expr.MedianDays(c.placed, berlin); shown(got) != shown(c.want) {
			t.Errorf("MedianDays(%v) = %s, want %s", c.placed, shown(got), shown(c.want))
		}
	}
}
