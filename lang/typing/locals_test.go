package typing_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func TestALocalIsReadWithTheNamesOfItsUse(t *testing.T) {
	w := world(t)
	if x, diags := inFlow(w).Check(parse(t, `local.is_big`), typing.Want{Kind: facts.Bool}); x == nil {
		t.Errorf("got%s", said(diags))
	}
	s := w.Scope().WithRoot(expr.RootCustomer, facts.ObjectTypeOf(order.CustomerType))
	if _, diags := s.Check(parse(t, `local.is_big`), typing.Want{}); codes(diags) != "F0216" {
		t.Errorf("without an order: want F0216, got%s", said(diags))
	}
	// What is around its use was not written around the local.
	if _, diags := inFlow(w).Check(parse(t, `[for o in customer.orders : local.outer]`), typing.Want{}); codes(diags) != "F0202" {
		t.Errorf("the variable of a for-expression around it: want F0202, got%s", said(diags))
	}
}

func TestALocalCannotNeedItself(t *testing.T) {
	_, diags := inFlow(world(t)).Check(parse(t, `local.circle`), typing.Want{})
	if codes(diags) != "F0220" || !strings.Contains(diags[0].Detail, "local.circle needs local.round, which needs local.circle") {
		t.Errorf("want F0220 with the way round, got%s", said(diags))
	}
}

// Locals that double one another end at a bound, and quickly.
func TestLocalsThatDouble(t *testing.T) {
	w := world(t)
	w.Locals = map[string]hclsyntax.Expression{"l0": parse(t, `customer.order_count`)}
	for i := range 60 {
		w.Locals[fmt.Sprintf("l%d", i+1)] = parse(t, fmt.Sprintf("local.l%d + local.l%d", i, i))
	}
	if _, diags := inFlow(w).Check(parse(t, `local.l60 > 5`), typing.Want{}); codes(diags) != "F0321" {
		t.Errorf("want F0321 alone, got%s", codes(diags))
	}
	if x, diags := inFlow(w).Check(parse(t, `local.l10 > 5`), typing.Want{}); x == nil {
		t.Errorf("a thousand parts are no more than was promised: got%s", said(diags))
	}
}

func TestCheckLocalWithoutAPlace(t *testing.T) {
	w := world(t)
	for name, want := range map[string]string{
		"big": "", "is_big": "", "twice": "", "amounts": "",
		"typo":     "F0203",
		"unlikely": "F0202", // nothing is said of the trigger and the goal
		"circle":   "F0220",
		"outer":    "F0202",
		"idle":     "W0301",
		"missing":  "",
	} {
		if got := codes(w.CheckLocal(name)); got != want {
			t.Errorf("local.%s: got %q, want %q%s", name, got, want, said(w.CheckLocal(name)))
		}
	}
}

// Whatever is written, an expression has an end.
func TestExpressionsAreBounded(t *testing.T) {
	nested := `length(customer.orders)`
	for i := range 9 {
		nested = fmt.Sprintf("length([for v%d in customer.orders : %s])", i, nested)
	}
	for name, c := range map[string]struct{ src, want string }{
		"a long chain":            {`order.test` + strings.Repeat(` && order.test`, 30_000), "F0321"},
		"a chain of null checks":  {`customer.city != null` + strings.Repeat(` || customer.city != null`, 300), ""},
		"a long list":             {`length([` + strings.Repeat(`"a", `, 30_000) + `]) > 0`, "F0321"},
		"a list of a few hundred": {`contains([` + strings.Repeat(`"a", `, 500) + `], order.number)`, ""},
		"nine for-expressions":    {nested + ` > 0`, "F0321"},
		"a long name":             {`order.` + strings.Repeat("a", 100_000) + ` == 1`, "F0203"},
		"a long path":             {`order` + strings.Repeat(".items", 20_000) + ` == 1`, "F0319"},
		"many mistakes":           {`length([` + strings.Repeat(`order.totl, `, 1000) + `]) > 0`, strings.TrimSpace(strings.Repeat("F0203 ", 1000))},
	} {
		_, diags := inFlow(world(t)).Check(parse(t, c.src), typing.Want{Kind: facts.Bool})
		if got := codes(diags); got != c.want && !strings.HasPrefix(got, "W0301") {
			t.Errorf("%s: got %.80q, want %.80q", name, got, c.want)
		}
		for _, d := range diags {
			if len(d.Detail) > 2000 {
				t.Errorf("%s: a message of %d bytes", name, len(d.Detail))
			}
		}
	}
}

func TestReference(t *testing.T) {
	for _, c := range []struct {
		src, root, path string
		ok              bool
	}{
		{`topic.orders`, "topic", "orders", true},
		{`(flow.post_purchase.ask)`, "flow", "post_purchase.ask", true},
		{`topic`, "", "", false},
		{`topic["orders"]`, "", "", false},
		{`"topic.orders"`, "", "", false},
		{`topic.orders[0]`, "", "", false},
	} {
		root, path, _, ok := typing.Reference(parse(t, c.src))
		if root != c.root || strings.Join(path, ".") != c.path || ok != c.ok {
			t.Errorf("%s: got %q %q %t", c.src, root, path, ok)
		}
	}
}

func TestResolve(t *testing.T) {
	for _, c := range []struct{ kind, src, name, code string }{
		{"topic", `topic.orders`, "orders", ""},
		{"topic", `topic.order`, "", "F0212"},
		{"topic", `"orders"`, "", "F0329"},
		{"topic", `segment.vips`, "", "F0329"},
		{"segment", `segment.vip`, "", "F0201"},
		{"sender", `sender.care`, "care", ""},
		{"sender", `sender.cares`, "", "F0214"},
		{"flow", `flow.winback`, "", "F0211"},
		{"flow", `flow.win_back.ask`, "", "F0329"},
	} {
		name, diags := world(t).Resolve(c.kind, parse(t, c.src))
		if name != c.name || codes(diags) != c.code {
			t.Errorf("%s as a %s: got %q and %q, want %q and %q", c.src, c.kind, name, codes(diags), c.name, c.code)
		}
	}
}
