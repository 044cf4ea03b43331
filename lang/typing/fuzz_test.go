package typing_test

import (
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Whatever parses is checked without a panic, with every range inside the text; there is either a tree or an error, and a tree
// is one that the evaluation takes.
func FuzzCheck(f *testing.F) {
	for _, src := range []string{
		`order.total >= 20 && order.channel != "wholesale"`,
		`"Hi ${coalesce(customer.first_name, "there")}%{ if order.test }x%{ endif }"`,
		`[for i, o in customer.orders : o.items[0].title if o.refunded > 0]`,
		`{for o in customer.orders : o.id => o...}`,
		`items_bought({ category = "skincare", within = "180d" }) >= 2 && !segment.vips`,
		`events({ type = "review.submitted", where = event.rating > 3 })`,
		`customer.orders[*].items.*.title[order.sequence]["a"]`,
		`goal.reviewed.reached ? goal.reviewed.event.rating : null`,
		`step.first.ask.sent_at == "2026-03-01"`,
		`{ a = 1, (b) = var.days, "c" = local.circle }.a`,
		`money({ EUR = 20 }) < max(order.total, 5) * -3 % 2`,
		`date(now, "2 January") == <<A
x ${order.number}
A
`,
		`min(customer.orders[*].total...)`, `topic.orders`, `null == -null`, `1e400`, `a::b(x)`, `order.`, `var.wrong`,
		`trigger.event.event.items`, `flow.win_back.active[0]`, `!"${order.test}"`, `contains([], [null, {}])`,
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 4096 || strings.Count(src, "(")+strings.Count(src, "[")+strings.Count(src, "{")+strings.Count(src, "!")+strings.Count(src, "-") > 150 {
			t.Skip("the reader of files bounds nesting before HCL parses it")
		}
		e, diags := hclsyntax.ParseExpression([]byte(src), "a.flow.hcl", hcl.InitialPos)
		if e == nil {
			return
		}
		w := world(t)
		delete(w.Variables, "wrong")
		s := inFlow(w)
		for _, want := range []typing.Want{{}, {Kind: facts.Bool, For: "the condition"}, {Kind: facts.Duration, For: "the delay"}, {Kind: facts.Object, For: "the body"}, {Kind: facts.List, Elem: facts.String}} {
			x, found := s.Check(e, want)
			look(t, src, x, found, diags.HasErrors())
			if x != nil && x.Type().Kind == facts.Bool {
				s.Narrow(x, true)
				s.Narrow(x, false)
			}
		}
		x, found := s.Text(e, "the subject")
		look(t, src, x, found, diags.HasErrors())
		w.Locals["own"] = e
		_, found = s.Check(parse(t, "local.own"), typing.Want{})
		look(t, src, nil, found, true)
		look(t, src, nil, w.CheckLocal("own"), true)
		typing.Reference(e)
		w.Resolve("topic", e)
	})
}

func look(t *testing.T, src string, x expr.Expr, found diag.List, broken bool) {
	t.Helper()
	if !broken && (x == nil) != found.HasErrors() {
		t.Fatalf("%q: the tree is %v beside%s", src, x, said(found))
	}
	if x != nil {
		if err := expr.Check(x); err != nil {
			t.Fatalf("%q: %v", src, err)
		}
		expr.Compile(x)
		_ = expr.String(x)
	}
	for _, d := range found {
		if !broken && d.Range.File != "a.flow.hcl" || d.Range.Start.Byte < 0 || d.Range.Start.Byte > d.Range.End.Byte {
			t.Fatalf("%q: %s has the range %v", src, d.Code, d.Range)
		}
		// Locals of the test's own are other texts.
		if !strings.Contains(src, "local") && !broken && d.Range.End.Byte > len(src) {
			t.Fatalf("%q: %s reaches beyond the text: %v", src, d.Code, d.Range)
		}
		if d.Detail == "" || strings.Contains(d.Detail, "%!") && !strings.Contains(src, "%!") {
			t.Fatalf("%q: %s says %q", src, d.Code, d.Detail)
		}
		if d.Fix != nil && (d.Fix.Range.Start.Byte > d.Fix.Range.End.Byte || d.Fix.Text == "") {
			t.Fatalf("%q: %s suggests %v", src, d.Code, *d.Fix)
		}
	}
}
