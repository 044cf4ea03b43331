package typing_test

import (
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

func TestCheckHoldsThePlaceAgainstTheExpression(t *testing.T) {
	boolean := typing.Want{Kind: facts.Bool, For: "the condition of the trigger"}
	span := typing.Want{Kind: facts.Duration, For: "the delay"}
	moment := typing.Want{Kind: facts.Time, For: "the end of the delay"}
	maybe := typing.Want{Kind: facts.Time, Nullable: true, For: "the end of the delay"}
	words := typing.Want{Kind: facts.List, Elem: facts.String, For: "the list of skus"}
	link := typing.Want{Kind: facts.URL, For: "the button's address"}
	body := typing.Want{Kind: facts.Object, For: "the body"}
	for _, c := range []struct {
		src  string
		want typing.Want
		code string // empty: accepted
		says string
	}{
		{`order.total > 5`, boolean, "", ""},
		{`order.total`, boolean, "F0301", "The condition of the trigger: true or false is expected here, and order.total is an amount of money"},
		{`customer.vip`, boolean, "F0304", "may be absent"},
		{`null`, boolean, "F0323", "never null"},
		{`"7d"`, span, "", ""},
		{`var.days`, span, "", ""},
		{`var.wait`, span, "", ""},
		{`order.test ? "7d" : "10d"`, span, "", ""},
		{`days(coalesce(customer.median_days_between_orders, 30))`, span, "", ""},
		{`days(customer.median_days_between_orders)`, span, "F0304", "coalesce"},
		{`7`, span, "F0301", `"7d"`},
		{`customer.order_count`, span, "F0301", "days(customer.order_count)"},
		{`"7 days"`, span, "F0310", `"7d"`},
		{`order.test ? "7d" : "1.5d"`, span, "F0310", "fraction"},
		{`after(order.placed_at, "7d")`, moment, "", ""},
		{`"2026-03-01"`, moment, "", ""},
		{`now`, moment, "", ""},
		{`order.estimated_delivery_at`, moment, "F0304", "The end of the delay needs a value"},
		{`order.estimated_delivery_at`, maybe, "", ""},
		{`null`, maybe, "", ""},
		{`var.days`, moment, "F0301", "after(t"},
		{`"soon"`, moment, "F0311", "no timestamp"},
		{`["a"]`, words, "", ""},
		{`[]`, words, "", ""},
		{`customer.tags`, words, "", ""},
		{`"a"`, words, "F0301", `["a"]`},
		{`[1]`, words, "F0301", "each element of the list is a text"},
		{`["a", customer.first_name]`, words, "F0304", "x != null"},
		{`[for o in customer.orders : o.location if o.location != null]`, words, "", ""},
		{`links.review`, link, "", ""},
		{`"https://acme.example/x"`, link, "", ""},
		{`"acme.example"`, link, "F0301", "https://"},
		{`links.order`, link, "F0304", "coalesce"},
		{`{ order = order.number, total = order.total, at = now, city = customer.city, tags = [], items = [for i in order.items : { sku = i.sku, n = i.quantity }] }`, body, "", ""},
		{`{ a = { b = 1 }, "c d" = 2 }`, body, "", ""},
		{`{ a = order.totl }`, body, "F0203", ""},
		{`{ a = 1, a = 2 }`, body, "F0333", ""},
		{`order`, body, "", ""},
		{`order.number`, body, "F0301", ""},
		{`{ a = { b = 1 }.b }`, body, "F0319", "written here"},
	} {
		x, diags := inFlow(world(t)).Check(parse(t, c.src), c.want)
		if got := codes(diags); got != c.code || (x == nil) != (c.code != "") {
			t.Errorf("%s for %s: got %q, want %q%s", c.src, c.want.For, got, c.code, said(diags))
			continue
		}
		if c.says != "" && !strings.Contains(diags[0].Detail, c.says) {
			t.Errorf("%s: the message lacks %q: %s", c.src, c.says, diags[0].Detail)
		}
		if x == nil {
			continue
		}
		if k := x.Type().Kind; k != c.want.Kind {
			t.Errorf("%s: got %s, want %s", c.src, k, c.want.Kind)
		}
		if err := expr.Check(x); err != nil {
			t.Errorf("%s: the tree is not well formed: %v", c.src, err)
		}
	}
}

func TestTextIsStringOrURL(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`"Thank you"`, "string"},
		{`"Thank you, ${coalesce(customer.first_name, "and welcome")}"`, "string"},
		{`order.number`, "string"},
		{`customer.order_count`, "string"},
		{`links.review`, "url"},
		{`money(order.total)`, "string"},
		{`order.test ? "a" : "b"`, "string"},
		{`customer.first_name`, "F0303"},
		{`order.total`, "F0317"},
		{`order.placed_at`, "F0317"},
		{`order.test`, "F0317"},
		{`customer.tags`, "F0317"},
		{`customer`, "F0317"},
		{`var.days`, "F0317"},
		{`null`, "F0323"},
		{`"${"${customer.first_name}"}"`, "F0303"},
	} {
		x, diags := inFlow(world(t)).Text(parse(t, c.src), "the subject")
		got := codes(diags)
		if x != nil {
			got += x.Type().String()
			if err := expr.Check(x); err != nil {
				t.Errorf("%s: the tree is not well formed: %v", c.src, err)
			}
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s%s", c.src, got, c.want, said(diags))
		}
		if x == nil && !strings.HasPrefix(diags[0].Detail, "The subject ") {
			t.Errorf("%s: the message does not name the place: %s", c.src, diags[0].Detail)
		}
	}
}

// In a project of several currencies a bare number is no amount.
func TestSeveralCurrencies(t *testing.T) {
	w := world(t)
	w.Currencies = []string{"EUR", "USD", "JPY"}
	for _, c := range []struct{ src, want, says string }{
		{`order.total >= 20`, "F0313", "money({ EUR = 20, USD = …, JPY = … })"},
		{`order.total >= money({ EUR = 20, USD = 22, JPY = 2000 })`, "", ""},
		{`money({ USD = 22.50, EUR = 20, JPY = 2000 }) < order.total`, "", ""},
		{`(money({ USD = 22, EUR = 20, JPY = 2000 })) < order.total`, "", ""},
		{`order.total >= money({ EUR = 20, USD = 22 })`, "F0313", "JPY"},
		{`order.total >= money({ EUR = 20, USD = 22, JPY = 20.5 })`, "F0312", "no decimal places"},
		{`order.total >= money({ EUR = 20, USD = 22, JPY = 2000, GBP = 3 })`, "F0221", "GBP"},
		{`money({ EUR = 1, USD = 2, JPY = 3 }) < money({ EUR = 1, USD = 2, JPY = 3 })`, "F0314", ""},
		{`orders_placed({ min_total = money({ EUR = 20, USD = 22, JPY = 2000 }) }) > 1`, "", ""},
		{`orders_placed({ min_total = 20 }) > 1`, "F0313", ""},
		{`order.total > order.discount * 2`, "", ""},
		{`"${money(20)}" == "x"`, "F0313", ""},
		{`order.total + 5 > order.discount`, "F0313", ""},
		{`coalesce(customer.budget, 5) > order.total`, "F0313", ""},
	} {
		x, diags := inFlow(w).Check(parse(t, c.src), typing.Want{Kind: facts.Bool})
		if got := codes(diags); got != c.want {
			t.Errorf("%s: got %q, want %q%s", c.src, got, c.want, said(diags))
			continue
		}
		if c.says != "" && !strings.Contains(diags[0].Detail, c.says) {
			t.Errorf("%s: the message lacks %q: %s", c.src, c.says, diags[0].Detail)
		}
		if x == nil {
			continue
		}
		if err := expr.Check(x); err != nil {
			t.Errorf("%s: the tree is not well formed: %v", c.src, err)
		}
	}
}

func TestScopeSaysWhyARootIsNotThere(t *testing.T) {
	w := world(t)
	s := w.Scope().WithRoot(expr.RootCustomer, facts.ObjectTypeOf(order.CustomerType)).
		Because("order", "This flow starts on a schedule, so there is no order here.").
		Because("flow", "A segment cannot read flows.").
		Because("segment", "No segments here.").
		Because("goal", "No goals here.")
	for _, c := range []struct{ src, says string }{
		{`order.total > 5`, "starts on a schedule"},
		{`flow.win_back.active`, "cannot read flows"},
		{`segment.vips`, "No segments here"},
		{`goal.reviewed.reached`, "No goals here"},
		{`trigger.at`, "event starts"},
	} {
		_, diags := s.Check(parse(t, c.src), typing.Want{})
		if codes(diags) != "F0216" || !strings.Contains(diags[0].Detail, c.says) {
			t.Errorf("%s: want F0216 with %q, got%s", c.src, c.says, said(diags))
		}
	}
	for _, src := range []string{`segment.vips`, `flow.win_back.active`, `orders_placed() > 1`, `customer.id`} {
		if _, diags := w.Scope().Check(parse(t, src), typing.Want{}); codes(diags) != "F0216" {
			t.Errorf("%s in an empty scope: want F0216, got%s", src, said(diags))
		}
	}
}

func TestAParameterHidesAVariable(t *testing.T) {
	s := inFlow(world(t)).WithVar("limit", text("a")).WithVar("own", text("b")).WithVar("broken", nil)
	x, diags := s.Check(parse(t, `var.limit == var.own`), typing.Want{})
	if x == nil || expr.String(x) != `"a" == "b"` {
		t.Errorf("got %v%s", x, said(diags))
	}
	if _, diags := s.Check(parse(t, `local.big > var.limit`), typing.Want{}); codes(diags) != "F0302" {
		t.Errorf("want F0302, got%s", said(diags))
	}
	if x, diags := s.Check(parse(t, `var.broken`), typing.Want{}); x != nil || len(diags) > 0 {
		t.Errorf("got %v%s, want nothing", x, said(diags))
	}
	if _, diags := s.Check(parse(t, `var.onw`), typing.Want{}); codes(diags) != "F0205" || diags[0].Fix.Text != "own" {
		t.Errorf("want F0205 with the parameter's name, got%s", said(diags))
	}
}
