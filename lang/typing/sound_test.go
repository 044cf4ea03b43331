package typing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// chance makes expressions and facts.
type chance struct{ *rand.Rand }

func (r chance) one(of ...string) string { return of[r.IntN(len(of))] }

// write makes an expression that is meant to be of the kind. Many are wrong: those are for the checker to find.
func (r chance) write(kind facts.Kind, depth int) string {
	if depth <= 0 || r.IntN(6) == 0 {
		return r.leaf(kind)
	}
	d := depth - 1
	a, b := func(k facts.Kind) string { return r.write(k, d) }, func(k facts.Kind) string { return r.write(k, d-1) }
	if r.IntN(5) == 0 {
		return fmt.Sprintf("(%s ? %s : %s)", b(facts.Bool), a(kind), b(kind))
	}
	if r.IntN(6) == 0 {
		return fmt.Sprintf("coalesce(%s, %s)", b(kind), r.leaf(kind))
	}
	any := []facts.Kind{facts.Number, facts.Money, facts.String, facts.Time}[r.IntN(4)]
	switch kind {
	case facts.Bool:
		return r.one(
			fmt.Sprintf("%s && %s", a(kind), b(kind)), fmt.Sprintf("(%s || %s)", b(kind), a(kind)), fmt.Sprintf("!(%s)", a(kind)),
			fmt.Sprintf("%s %s %s", b(any), r.one("==", "!=", "<", ">="), b(any)), fmt.Sprintf("%s %s null", r.leaf(any), r.one("==", "!=")),
			fmt.Sprintf("%s(%s, %s)", r.one("contains", "startswith", "endswith"), a(facts.String), b(facts.String)),
			fmt.Sprintf("%s([for o in customer.orders : %s])", r.one("any", "all"), strings.ReplaceAll(b(kind), "order.", "o.")),
			fmt.Sprintf("(%s != null && %s %s %s)", "customer.orders[1]", "customer.orders[1].total", r.one("<", "=="), b(facts.Money)))
	case facts.Number:
		return r.one(
			fmt.Sprintf("(%s %s %s)", a(kind), r.one("+", "-", "*", "/", "%"), b(kind)), fmt.Sprintf("-%s", r.leaf(kind)), fmt.Sprintf("(%s / %s)", b(facts.Money), r.leaf(facts.Money)),
			fmt.Sprintf("length(%s)", b(facts.String)), fmt.Sprintf("%s(%s, %s)", r.one("min", "max"), a(kind), b(kind)), fmt.Sprintf("max([for o in customer.orders : %s])", b(kind)),
			fmt.Sprintf("days_between(%s, %s)", b(facts.Time), b(facts.Time)), fmt.Sprintf("round(%s)", a(kind)), fmt.Sprintf("length([for o in customer.orders : o if %s])", b(facts.Bool)))
	case facts.Money:
		return r.one(
			fmt.Sprintf("(%s %s %s)", b(kind), r.one("+", "-"), r.leaf(kind)), fmt.Sprintf("(%s * %s)", b(kind), b(facts.Number)), fmt.Sprintf("(%s / %s)", b(kind), b(facts.Number)),
			fmt.Sprintf("%s(%s, %s)", r.one("min", "max"), b(kind), r.leaf(kind)), fmt.Sprintf("abs(%s)", a(kind)), fmt.Sprintf("min(customer.orders[*].%s)", r.one("total", "refunded")))
	case facts.Time:
		return r.one(fmt.Sprintf("%s(%s, %s)", r.one("after", "before"), a(kind), b(facts.Duration)), fmt.Sprintf("max(%s, %s)", b(kind), r.leaf(kind)), fmt.Sprintf("ago(%s)", a(facts.Duration)))
	case facts.Duration:
		return fmt.Sprintf("days(%s)", a(facts.Number))
	default:
		return r.one(
			fmt.Sprintf("\"a ${%s} b ${%s}\"", a(facts.String), b(facts.Number)), fmt.Sprintf("%s(%s)", r.one("lower", "upper", "trim", "title", "url_encode"), a(facts.String)),
			fmt.Sprintf("money(%s)", a(facts.Money)), fmt.Sprintf("date(%s, \"long\")", a(facts.Time)), fmt.Sprintf("weekday(%s)", a(facts.Time)),
			fmt.Sprintf("join(\", \", [for o in customer.orders : %s])", strings.ReplaceAll(b(facts.String), "order.", "o.")),
			"join_and([for i in order.items : i.sku if i.sku != null])", fmt.Sprintf("split(\"a\", %s)[%d]", b(facts.String), r.IntN(2)))
	}
}

func (r chance) leaf(kind facts.Kind) string {
	switch kind {
	case facts.Bool:
		return r.one("true", "order.test", "customer.vip == true", "goal.reviewed.reached", "await.refund.happened", "step.ask.sent", "step.ask.clicked", "customer.city != null", "order.location == null", "customer.orders[1] != null")
	case facts.Number:
		return r.one("1", "0.5", "customer.order_count", "order.sequence", "customer.days_since_last_order", "goal.reviewed.event.rating", "order.items[0].quantity", "customer.orders[1].sequence", "order.items[2].quantity")
	case facts.Money:
		return r.one("5", "order.total", "order.discount", "customer.total_spent", "customer.budget", "order.items[0].total", "order.items[0].product.price", "customer.orders[0].total", "await.refund.event.amount", "order.items[1].unit_price")
	case facts.Time:
		return r.one("now", `"2026-03-01"`, "order.placed_at", "order.shipped_at", "customer.last_order_at", "goal.reviewed.at", "await.refund.at", "step.ask.sent_at", "customer.orders[0].placed_at", "trigger.at")
	case facts.Duration:
		return r.one(`"7d"`, `"2h"`, "var.days")
	default:
		return r.one(`"x"`, "order.number", "customer.first_name", "customer.city", "order.location", "order.items[0].title", "order.items[0].product.category", "step.ask.variant", "customer.tags[0]", "customer.orders[1].location", "order.channel", "trigger.reason")
	}
}

// value makes a value of the type, absent now and then where it may be.
func (r chance) value(t facts.Type, currency string) facts.Value {
	if t.Nullable && r.IntN(3) == 0 {
		return facts.Value{}
	}
	switch t.Kind {
	case facts.Bool:
		return facts.BoolOf(r.IntN(2) == 0)
	case facts.Number:
		return facts.Int(int64(r.IntN(4)))
	case facts.Money:
		return facts.MoneyOf(int64(r.IntN(5000)), currency)
	case facts.String:
		if t.Set != nil {
			return facts.StringOf(t.Set[r.IntN(len(t.Set))])
		}
		return facts.StringOf(r.one("a", "", "Berlin", "x a y"))
	case facts.Time:
		return facts.TimeOf(time.Date(2026, 1, 1+r.IntN(200), r.IntN(24), 0, 0, 0, time.UTC))
	case facts.URL:
		return facts.URLOf("https://acme.example/x")
	case facts.List:
		var list []facts.Value
		for range r.IntN(4) {
			list = append(list, r.value(*t.Elem, currency))
		}
		return facts.ListOf(list)
	case facts.Object:
		return r.object(t.Object, currency)
	default:
		panic("no value of " + t.Kind.String())
	}
}

func (r chance) object(o *facts.ObjectType, currency string) facts.Value {
	switch o.Name {
	case "customer":
		currency = "EUR"
	case "order", "event order.refunded":
		currency = r.one("EUR", "EUR", "USD")
	case "product":
		currency = r.one("EUR", "SEK")
	}
	row := make(facts.Row, len(o.Fields))
	for i, f := range o.Fields {
		row[i] = r.value(f.Type, currency)
		switch {
		case o.Name == "order" && f.Name == "items":
			row[i] = facts.ListOf(append(row[i].List(), r.value(*f.Type.Elem, currency)))
		case f.Name == "budget" && !row[i].IsAbsent():
			row[i] = facts.MoneyOf(500, r.one("EUR", "USD"))
		}
	}
	return facts.ObjectOf(row)
}

// nodes is what a journey may know: what stands beside a boolean is there where that is true.
type nodes struct{ known map[string]facts.Value }

func (n nodes) Node(kind expr.NodeKind, name, field string) facts.Value {
	return n.known[string(kind)+"."+name+"."+field]
}

func (r chance) nodes() nodes {
	n := nodes{map[string]facts.Value{}}
	happened := func(node, flag string, more map[string]facts.Value) {
		yes := r.IntN(2) == 0
		n.known[node+"."+flag] = facts.BoolOf(yes)
		for name, v := range more {
			if yes {
				n.known[node+"."+name] = v
			}
		}
	}
	at := facts.TimeOf(time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC))
	happened("goal.reviewed", "reached", map[string]facts.Value{"at": at, "event": r.object(order.BuiltinEvents["review.submitted"].Type, "EUR")})
	happened("await.refund", "happened", map[string]facts.Value{"at": at, "event": r.object(order.BuiltinEvents["order.refunded"].Type, "USD")})
	happened("step.ask", "sent", map[string]facts.Value{"sent_at": at, "variant": facts.StringOf("gift"), "clicked": facts.BoolOf(r.IntN(2) == 0)})
	if n.known["step.ask.clicked"].IsAbsent() {
		n.known["step.ask.clicked"] = facts.BoolOf(false)
	}
	return n
}

// fits says why a value is not of the type, or "".
func fits(v facts.Value, t facts.Type) string {
	switch {
	case v.IsAbsent() && t.Nullable:
		return ""
	case v.IsAbsent():
		return "absent, which " + shape(t) + " never is"
	case v.Kind() != t.Kind:
		return fmt.Sprintf("%s and no %s", v.Kind(), shape(t))
	case t.Set != nil && !slices.Contains(t.Set, v.Text()):
		return fmt.Sprintf("%q, which is none of %v", v.Text(), t.Set)
	}
	for _, e := range v.List() {
		if why := fits(e, *t.Elem); why != "" {
			return "a list with an element that is " + why
		}
	}
	return ""
}

// What the checker says of a type holds for every customer: an expression is never absent unless it says so, and what it says
// is of the kind that it says.
func TestTypesHoldForAnyFacts(t *testing.T) {
	r := chance{rand.New(rand.NewPCG(20260301, 7))}
	s := inFlow(world(t))
	kinds := []facts.Kind{facts.Bool, facts.Number, facts.Money, facts.String, facts.Time, facts.Duration}
	accepted, surely := 0, 0
	for range 4_000 {
		src := r.write(kinds[r.IntN(len(kinds))], 3)
		x, diags := s.Check(parse(t, src), typing.Want{})
		if x == nil {
			if !diags.HasErrors() {
				t.Fatalf("%s: neither a tree nor an error", src)
			}
			continue
		}
		if err := expr.Check(x); err != nil {
			t.Fatalf("%s: the tree is not well formed: %v", src, err)
		}
		accepted++
		if !x.Type().Nullable {
			surely++
		}
		run := expr.Compile(x)
		for range 8 {
			env := &expr.Env{
				Customer: r.object(customerType, "EUR"), Order: r.object(order.OrderType, "EUR"), Trigger: r.object(order.BuiltinEvents["order.refunded"].Type, "EUR"),
				Now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Zone: time.UTC, Locale: "en", Nodes: r.nodes(),
			}
			if why := fits(run(env), x.Type()); why != "" {
				t.Fatalf("%s: the type is %s, and the value is %s", src, shape(x.Type()), why)
			}
		}
	}
	if accepted < 1000 || surely < 500 {
		t.Errorf("only %d expressions were accepted, %d of them never absent: too few to say anything", accepted, surely)
	}
}
