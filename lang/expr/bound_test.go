package expr_test

import (
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

func TestOneEvaluationDoesABoundedAmountOfWork(t *testing.T) {
	var orders []facts.Value
	for range 3000 {
		orders = append(orders, ordered("o", "2026-01-05T10:00:00Z", 5000, "EUR", nil))
	}
	env := ada()
	env.Customer = row(order.CustomerType, map[string]facts.Value{"orders": list(orders...), "first_name": facts.StringOf(strings.Repeat("a", 1000))})
	env.History = &past{orders: orders}
	all := customer("orders")
	cubed := call(expr.Length, numeric, loop(0, "a", all, func(expr.Expr) expr.Expr {
		return call(expr.Length, numeric, loop(1, "b", all, func(expr.Expr) expr.Expr {
			return call(expr.Length, numeric, loop(2, "c", all, nil, nil))
		}, nil))
	}, nil))
	nested := call(expr.All, boolean, loop(0, "a", all, func(expr.Expr) expr.Expr {
		return call(expr.Any, boolean, loop(1, "b", all, func(expr.Expr) expr.Expr {
			return compare(expr.Gt, count(expr.OrdersPlaced), number(0))
		}, nil))
	}, nil))
	var grown expr.Expr = customer("first_name")
	for range 12 {
		grown = call(expr.Replace, textual, grown, text("a"), text("aaaaaaaaaa"))
	}
	start := time.Now()
	check(t, env, cubed, facts.Int(0))
	check(t, env, nested, facts.BoolOf(false))
	many := call(expr.Length, numeric, call(expr.Join, textual, text(""), loop(0, "a", all, func(expr.Expr) expr.Expr { return grown }, nil)))
	check(t, env, many, facts.Int(0))
	if got := len(expr.Eval(grown, env).Text()); got > 1<<20 {
		t.Errorf("replace inside replace made %d bytes", got)
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	// What was spent is there again for the next one.
	check(t, env, call(expr.Length, numeric, loop(0, "a", all, nil, func(expr.Expr) expr.Expr { return truth(true) })), facts.Int(3000))
}

func TestSegmentsThatNameEachOtherTwiceAreLookedAtOnce(t *testing.T) {
	var body expr.Expr = compare(expr.Eq, customer("first_name"), text("Ada"))
	for i := range 60 {
		s := &expr.Segment{Name: "s" + string(rune('0'+i)), Body: body}
		body = and(s, not(not(s)))
	}
	check(t, ada(), body, facts.BoolOf(true))
	env := ada()
	f := expr.CompileBool(body)
	env.Customer = row(order.CustomerType, map[string]facts.Value{"first_name": facts.StringOf("Bob")})
	if f(env) {
		t.Error("the answer for the customer before stays for the next one")
	}
}

func TestAVeryLongConditionIsCompiledAndEvaluated(t *testing.T) {
	var e, sum expr.Expr = truth(true), number(0)
	for range 15_000 {
		e = and(e, compare(expr.Ne, customer("order_count"), number(7)))
		sum = arith(expr.Add, sum, number(1))
	}
	check(t, ada(), e, facts.BoolOf(true))
	check(t, ada(), sum, facts.Int(15_000))
}
