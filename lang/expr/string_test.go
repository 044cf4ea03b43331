package expr_test

import (
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// samples are expressions of every kind, with what they look like.
func samples() []struct {
	e    expr.Expr
	want string
} {
	spent := customer("total_spent")
	orders := customer("orders")
	a, b, c := compare(expr.Eq, customer("country"), text("DE")), compare(expr.Gt, spent, euros(20)), truth(true)
	refunded := func(o expr.Expr) expr.Expr { return compare(expr.Gt, field(o, "refunded"), euros(0)) }
	score := field(root(expr.RootEvent, order.BuiltinEvents["nps.answered"].Type), "score")
	promoters := count(expr.EventsSeen, arg("type", text("nps.answered")), arg("within", days(90)))
	promoters.Where = compare(expr.Ge, score, number(9))
	merged := order.Merged([]*order.EventType{order.BuiltinEvents["review.submitted"], order.BuiltinEvents["return.requested"]})
	rating := field(&expr.Node{Kind: expr.NodeGoal, Name: "reviewed", Field: "event", T: facts.ObjectTypeOf(merged)}, "rating")
	return []struct {
		e    expr.Expr
		want string
	}{
		{a, `customer.country == "DE"`},
		{and(or(a, b), c), `(customer.country == "DE" || customer.total_spent > 20) && true`},
		{or(and(a, b), and(b, c)), `customer.country == "DE" && customer.total_spent > 20 || customer.total_spent > 20 && true`},
		{and(a, and(b, c)), `customer.country == "DE" && (customer.total_spent > 20 && true)`},
		{not(a), `!(customer.country == "DE")`},
		{not(not(c)), `!!true`},
		{compare(expr.Eq, not(c), c), `!true == true`},
		{arith(expr.Sub, number(1), arith(expr.Sub, number(2), number(3))), `1 - (2 - 3)`},
		{arith(expr.Sub, arith(expr.Sub, number(1), number(2)), number(3)), `1 - 2 - 3`},
		{arith(expr.Mul, arith(expr.Add, number(1), number(2)), decimal(2_500_000)), `(1 + 2) * 2.5`},
		{arith(expr.Mod, number(7), arith(expr.Div, number(6), number(2))), `7 % (6 / 2)`},
		{&expr.Unary{Op: expr.Neg, X: arith(expr.Add, number(1), number(-2))}, `-(1 + -2)`},
		{compare(expr.Gt, spent, money(1999, "EUR")), `customer.total_spent > 19.99`},
		{compare(expr.Gt, spent, money(1999, "JPY")), `customer.total_spent > 1999`},
		{compare(expr.Ge, spent, amounts(money(2000, "EUR"), money(2250, "USD"))), `customer.total_spent >= money({ EUR = 20, USD = 22.50 })`},
		{compare(expr.Ne, customer("first_name"), null), `customer.first_name != null`},
		{&expr.Cond{When: a, Then: number(1), Else: &expr.Cond{When: b, Then: number(2), Else: number(3), T: numeric}, T: numeric},
			`customer.country == "DE" ? 1 : customer.total_spent > 20 ? 2 : 3`},
		{&expr.Cond{When: &expr.Cond{When: a, Then: b, Else: c, T: boolean}, Then: number(1), Else: number(2), T: numeric},
			`(customer.country == "DE" ? customer.total_spent > 20 : true) ? 1 : 2`},
		{field(index(field(index(orders, number(0)), "items"), arith(expr.Add, number(0), number(1))), "title"), `customer.orders[0].items[0 + 1].title`},
		{call(expr.Length, numeric, loop(0, "o", orders, nil, refunded)), `length([for o in customer.orders : o if o.refunded > 0])`},
		{call(expr.Any, boolean, loop(1, "o", orders, refunded, nil)), `any([for o in customer.orders : o.refunded > 0])`},
		{call(expr.Join, textual, text(", "), &expr.ListLit{Elems: []expr.Expr{text("a"), customer("id")}, T: texts}), `join(", ", ["a", customer.id])`},
		{call(expr.Contains, boolean, &expr.Lit{Value: list(facts.StringOf("a")), T: texts}, text("a")), `contains(["a"], "a")`},
		{compare(expr.Gt, customer("last_order_at"), call(expr.Ago, timely, days(30))), `customer.last_order_at > ago("30d")`},
		{compare(expr.Lt, customer("created_at"), instant("2026-03-01T09:00:00Z")), `customer.created_at < "2026-03-01T09:00:00.000Z"`},
		{&expr.Template{Parts: []expr.Expr{text("Hi ${you} %{if} \"a\"\n\\ "), call(expr.Coalesce, textual, customer("first_name"), text("there"))}},
			`"Hi $${you} %%{if} \"a\"\n\\ ${coalesce(customer.first_name, "there")}"`},
		{count(expr.ItemsBought, arg("category", text("skincare")), arg("within", span(facts.Span{Months: 6}))), `items_bought({ category = "skincare", within = "6mo" })`},
		{count(expr.OrdersPlaced), `orders_placed()`},
		{promoters, `events({ type = "nps.answered", within = "90d", where = event.score >= 9 })`},
		{call(expr.MoneyOf, monetary, arith(expr.Mul, number(2), number(3)), text("EUR")), `2 * 3`},
		{compare(expr.Le, rating, number(2)), `goal.reviewed.event.rating <= 2`},
		{&expr.Node{Kind: expr.NodeStep, Name: "first.review", Field: "sent", T: boolean}, `step.first.review.sent`},
		{&expr.Segment{Name: "vips", Body: a}, `segment.vips`},
		{&expr.ObjectLit{Names: []string{"order", "n"}, Elems: []expr.Expr{customer("id"), number(1)}, T: facts.Of(facts.Object)}, `{ order = customer.id, n = 1 }`},
		{call(expr.After, timely, &expr.Root{Name: expr.RootNow, T: timely}, span(facts.Span{Exact: 90 * time.Minute})), `after(now, "90m")`},
		{lit(facts.URLOf("https://acme.example/?a=b")), `"https://acme.example/?a=b"`},
	}
}

func TestStringIsWhatAPersonWouldWrite(t *testing.T) {
	for _, s := range samples() {
		if got := expr.String(s.e); got != s.want {
			t.Errorf("got  %s\nwant %s", got, s.want)
		}
	}
}

func TestStringHasTheSyntaxOfHCL(t *testing.T) {
	for _, s := range samples() {
		if _, diags := hclsyntax.ParseExpression([]byte(expr.String(s.e)), "expression", hcl.InitialPos); diags.HasErrors() {
			t.Errorf("%s: %v", expr.String(s.e), diags)
		}
	}
}

// TestBracketsStandWhereTheMeaningNeedsThem lets HCL evaluate what String wrote: the answer must be that of the tree.
func TestBracketsStandWhereTheMeaningNeedsThem(t *testing.T) {
	ops := []expr.Op{expr.Add, expr.Sub, expr.Mul}
	var trees func(depth int) []expr.Expr
	trees = func(depth int) []expr.Expr {
		if depth == 0 {
			return []expr.Expr{number(3), number(-5)}
		}
		var es []expr.Expr
		for i, x := range trees(depth - 1) {
			for j, y := range trees(depth - 1) {
				if (i+j)%3 == 0 || depth < 2 {
					es = append(es, arith(ops[(i+2*j)%3], x, y), &expr.Unary{Op: expr.Neg, X: arith(ops[(i+j)%3], y, x)})
					es = append(es, &expr.Cond{When: compare(expr.Lt, x, y), Then: x, Else: arith(expr.Add, y, number(1)), T: numeric})
				}
			}
		}
		return es
	}
	all := trees(2)
	for _, e := range all {
		parsed, diags := hclsyntax.ParseExpression([]byte(expr.String(e)), "expression", hcl.InitialPos)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		v, diags := parsed.Value(nil)
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		got, _ := v.AsBigFloat().Int64()
		if want := expr.Eval(e, &expr.Env{}).Millionths() / facts.Scale; got != want {
			t.Fatalf("%s is %d to HCL and %d to the tree", expr.String(e), got, want)
		}
	}
	if len(all) < 100 {
		t.Errorf("only %d trees", len(all))
	}
}
