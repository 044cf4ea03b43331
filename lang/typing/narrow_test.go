package typing_test

import (
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// In each of these, a condition has shown what the text needs: that it is there.
func TestConditionsNarrow(t *testing.T) {
	for _, src := range []string{
		`customer.city == null ? "there" : "${customer.city}"`,
		`customer.city != null ? "${customer.city}" : "there"`,
		`null == customer.city ? "there" : "${customer.city}"`,
		`!(customer.city == null) ? "${customer.city}" : "there"`,
		`customer.city != null && customer.phone != null ? "${customer.city} ${customer.phone}" : ""`,
		`customer.city == null || customer.phone == null ? "" : "${customer.city} ${customer.phone}"`,
		`customer.city == null || "${customer.city}" == "a"`,
		`customer.city != null && "${customer.city}" == "a"`,
		`(customer.city != null && order.test) || (order.total > 5 && customer.city != null) ? "${customer.city}" : ""`,
		`customer.city == "Berlin" ? "${customer.city}" : ""`,
		`customer.city != "Berlin" ? "" : "${customer.city}"`,
		`lower(customer.city) == "berlin" ? "${customer.city}" : ""`,
		`startswith(customer.city, "B") ? "${customer.city}" : ""`,
		`contains(["Berlin"], customer.city) ? "${customer.city}" : ""`,
		`customer.days_since_last_order > 5 ? "${customer.days_since_last_order}" : ""`,
		`customer.days_since_last_order + 1 > 5 ? "${customer.days_since_last_order}" : ""`,
		`days_between(customer.last_order_at, now) > 5 ? "${date(customer.last_order_at, "long")}" : ""`,
		`customer.orders[1] != null ? customer.orders[1].number : "x"`,
		`customer.orders[1].number != null ? "${customer.orders[1].number}" : "x"`,
		`customer.orders[1] != null ? customer.orders[1].items[0].title : "x"`,
		`order.items[0].product.category != null ? "${order.items[0].product.category}" : ""`,
		`goal.reviewed.reached ? "${goal.reviewed.event.rating} ${date(goal.reviewed.at, "long")}" : ""`,
		`!goal.reviewed.reached || goal.reviewed.event.rating > 2 ? "" : "${goal.reviewed.event.rating}"`,
		`await.delivery.happened ? date(await.delivery.at, "long") : ""`,
		`await.refund.happened ? "${money(await.refund.event.amount)}" : ""`,
		`step.ask.sent ? date(step.ask.sent_at, "long") : ""`,
		`step.ask.clicked ? date(step.ask.sent_at, "long") : ""`,
		`step.first.ask.sent ? "${date(step.first.ask.sent_at, "long")}" : ""`,
		`join_and([for o in customer.orders : "${o.location}" if o.location != null])`,
		`join_and([for o in customer.orders : o.location == null ? "" : "${o.location}"])`,
		`join_and([for o in customer.orders : join_and([for i in o.items : "${i.sku}" if i.sku != null && o.location != null])])`,
		`customer.city != null ? join_and([for o in customer.orders : "${customer.city}"]) : ""`,
	} {
		x, diags := inFlow(world(t)).Check(parse(t, src), typing.Want{Kind: facts.String, Nullable: true})
		if codes(diags) == "F0301" { // those that are conditions themselves
			x, diags = inFlow(world(t)).Check(parse(t, src), typing.Want{Kind: facts.Bool})
		}
		if x == nil || len(diags) > 0 {
			t.Errorf("%s: got%s", src, said(diags))
			continue
		}
		if x.Type().Nullable {
			t.Errorf("%s: may be absent", src)
		}
	}
}

// In each of these, what has been shown says nothing of what the text needs.
func TestConditionsDoNotNarrowTooMuch(t *testing.T) {
	for _, src := range []string{
		`customer.city == null ? "${customer.city}" : "there"`,
		`customer.city != null || order.test ? "${customer.city}" : ""`,
		`customer.city != null && order.test ? "" : "${customer.city}"`,
		`(customer.city != null || order.test) && order.total > 5 ? "${customer.city}" : ""`,
		`customer.city == customer.country ? "${customer.city}" : ""`, // both may be absent
		`customer.city != "Berlin" ? "${customer.city}" : ""`,
		`length(customer.city) >= 0 ? "${customer.city}" : ""`,
		`coalesce(customer.city, "x") != "y" ? "${customer.city}" : ""`,
		`customer.orders[1] != null ? customer.orders[2].number == "1" ? "a" : "${customer.orders[2].number}" : ""`,
		`customer.orders[1] != null ? "${customer.orders[1].location}" : ""`,
		`!goal.reviewed.reached ? "${goal.reviewed.event.rating}" : ""`,
		`await.refund.happened ? date(await.delivery.at, "long") == "" ? "" : "${date(await.delivery.at, "long")}" : ""`,
		`step.ask.skipped ? "${date(step.ask.sent_at, "long")}" : ""`,
		`join_and([for o in customer.orders : "${o.location}"])`,
		`join_and([for o in customer.orders : "${o.location}" if o.location == null])`,
		// The variable of one for-expression is not that of the next, in the same place.
		`"${join_and([for o in customer.orders : o.number if o.location != null])} ${join_and([for o in customer.orders : "${o.location}"])}"`,
		// event inside of events() is another one.
		`events({ type = "order.cancelled", where = "${event.reason}" == "a" }) > 0 ? "" : ""`,
	} {
		_, diags := inFlow(world(t)).Check(parse(t, src), typing.Want{Kind: facts.String})
		if got := codes(diags); got != "F0303" {
			t.Errorf("%s: got %q, want F0303%s", src, got, said(diags))
		}
	}
}

func TestEventInsideACountIsAnotherOne(t *testing.T) {
	s := inFlow(world(t)).WithRoot(expr.RootEvent, facts.ObjectTypeOf(order.BuiltinEvents["order.cancelled"].Type))
	src := `event.reason != null && events({ type = "order.cancelled", where = "${event.reason}" == "a" }) > 0`
	if _, diags := s.Check(parse(t, src), typing.Want{}); codes(diags) != "F0303" {
		t.Errorf("%s: want F0303, got%s", src, said(diags))
	}
	src = `event.reason != null && "${event.reason}" == "a"`
	if _, diags := s.Check(parse(t, src), typing.Want{}); len(diags) > 0 {
		t.Errorf("%s: got%s", src, said(diags))
	}
}

// A when narrows its block; after a case that ended, its negation holds.
func TestScopeNarrow(t *testing.T) {
	s := inFlow(world(t))
	cond := func(src string) expr.Expr {
		x, diags := s.Check(parse(t, src), typing.Want{Kind: facts.Bool})
		if x == nil {
			t.Fatalf("%s: got%s", src, said(diags))
		}
		return x
	}
	for _, c := range []struct {
		cond  string
		sense bool
		src   string
		ok    bool
	}{
		{`customer.city != null`, true, `"${customer.city}"`, true},
		{`customer.city != null`, false, `"${customer.city}"`, false},
		{`customer.city == null || customer.phone == null`, false, `"${customer.city}${customer.phone}"`, true},
		{`!goal.reviewed.reached`, false, `"${goal.reviewed.event.rating}"`, true},
		{`goal.reviewed.reached && goal.reviewed.event.rating <= 2`, false, `"${goal.reviewed.event.rating}"`, false},
		{`await.refund.happened`, true, `"${money(await.refund.event.amount)}"`, true},
	} {
		x, diags := s.Narrow(cond(c.cond), c.sense).Check(parse(t, c.src), typing.Want{})
		if (x != nil) != c.ok {
			t.Errorf("%s is %t, then %s: got%s", c.cond, c.sense, c.src, said(diags))
		}
		if x, _ := s.Check(parse(t, c.src), typing.Want{}); x != nil {
			t.Errorf("%s: the scope itself was narrowed", c.src)
		}
	}
}

// What was shown of a root says nothing once the name means something else.
func TestWithRootForgets(t *testing.T) {
	s := inFlow(world(t))
	cond, _ := s.Check(parse(t, `order.location != null`), typing.Want{})
	s = s.Narrow(cond, true).WithRoot(expr.RootOrder, facts.ObjectTypeOf(order.OrderType))
	if x, diags := s.Check(parse(t, `"${order.location}"`), typing.Want{}); x != nil {
		t.Errorf("another order's location is taken to be there%s", said(diags))
	}
}
