package typing_test

import (
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// parse reads an expression as it stands on line 1 of a file.
func parse(t testing.TB, src string) hclsyntax.Expression {
	t.Helper()
	e, diags := hclsyntax.ParseExpression([]byte(src), "a.flow.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s does not parse: %s", src, diags)
	}
	return e
}

func text(s string) *expr.Lit { return &expr.Lit{Value: facts.StringOf(s), T: facts.Of(facts.String)} }

// customerType is a customer with attributes of a project's own.
var customerType = func() *facts.ObjectType {
	var fields []*facts.Field
	for _, f := range order.CustomerType.Fields {
		own := *f
		fields = append(fields, &own)
	}
	return facts.NewObject("customer", append(fields,
		&facts.Field{Name: "vip", Type: facts.Of(facts.Bool).Maybe()},
		&facts.Field{Name: "sizes", Type: facts.ListType(facts.Of(facts.String)).Maybe()},
		&facts.Field{Name: "budget", Type: facts.Of(facts.Money).Maybe()},
	)...)
}()

// world is a project in one currency with a little of everything declared.
func world(t testing.TB) *typing.World {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	vips := &expr.Binary{Op: expr.Gt, X: &expr.Lit{Value: facts.Int(1), T: facts.Of(facts.Number)}, Y: &expr.Lit{Value: facts.Int(0), T: facts.Of(facts.Number)}, T: facts.Of(facts.Bool)}
	return &typing.World{
		Currencies: []string{"EUR"},
		Locale:     "en",
		Zone:       zone,
		Segments:   map[string]*typing.Segment{"vips": {Title: "Good customers", Body: vips}, "internal": {Body: vips}},
		Events:     order.BuiltinEvents,
		Variables: map[string]expr.Expr{
			"days":     &expr.Lit{Value: facts.SpanOf(facts.Span{Days: 7}), T: facts.Of(facts.Duration)},
			"shop_url": text("acme.example"),
			"wait":     text("7d"),
			"limit":    &expr.Lit{Value: facts.Int(20), T: facts.Of(facts.Number)},
			"skus":     &expr.ListLit{Elems: []expr.Expr{text("S-1"), text("S-2")}, T: facts.ListType(facts.Of(facts.String))},
			"wrong":    nil,
		},
		Locals: map[string]hclsyntax.Expression{
			"big":      parse(t, `100`),
			"is_big":   parse(t, `order.total > local.big`),
			"circle":   parse(t, `local.round + 1`),
			"round":    parse(t, `local.circle + 1`),
			"typo":     parse(t, `order.totl > 5`),
			"unlikely": parse(t, `trigger.anything == 1 && goal.nobody.reached && custmer.id == "c1"`),
			"outer":    parse(t, `o.total > 5`),
			"twice":    parse(t, `any([for o in customer.orders : o.total > 5])`),
			"idle":     parse(t, `order.total != null`),
			"amounts":  parse(t, `money({ EUR = 20 })`),
		},
		Flows: []string{"win_back", "post_purchase"}, Topics: []string{"orders", "reviews"}, Senders: []string{"default", "care"},
	}
}

// inFlow is a scope deep inside a flow that an order starts.
func inFlow(w *typing.World) *typing.Scope {
	links := facts.NewObject("links", &facts.Field{Name: "review", Type: facts.Of(facts.URL)}, &facts.Field{Name: "order", Type: facts.Of(facts.URL).Maybe()})
	events := order.BuiltinEvents
	return w.Scope().
		WithRoot(expr.RootCustomer, facts.ObjectTypeOf(customerType)).
		WithRoot(expr.RootOrder, facts.ObjectTypeOf(order.OrderType)).
		WithRoot(expr.RootTrigger, facts.ObjectTypeOf(events["order.refunded"].Type)).
		WithRoot(expr.RootLinks, facts.ObjectTypeOf(links)).
		WithSegments(true).
		WithNode(typing.Node{Kind: expr.NodeGoal, Name: "reviewed", Address: "reviewed", Event: events["review.submitted"].Type, Sure: true}).
		WithNode(typing.Node{Kind: expr.NodeAwait, Name: "delivery", Address: "delivery", Event: events["order.delivered"].Type}).
		WithNode(typing.Node{Kind: expr.NodeAwait, Name: "refund", Address: "refund", Event: events["order.refunded"].Type, Sure: true}).
		WithNode(typing.Node{Kind: expr.NodeStep, Name: "ask", Address: "ask", Variants: []string{"question", "gift"}, Sure: true}).
		WithNode(typing.Node{Kind: expr.NodeStep, Name: "first.ask", Address: "first.ask"}).
		WithNode(typing.Node{Kind: expr.NodeExperiment, Name: "incentive", Address: "incentive", Variants: []string{"bundle", "discount"}, Sure: true}).
		Because("step.later", `The step "later" comes after this place.`)
}

// codes are a list's codes in order, with a space between.
func codes(list diag.List) string {
	var all []string
	for _, d := range list {
		all = append(all, string(d.Code))
	}
	return strings.Join(all, " ")
}

// said is a list for a failure's message.
func said(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		b.WriteString("\n\t" + string(d.Code) + " " + d.Detail)
	}
	return b.String()
}

// shape is a type as the language writes it, with a question mark where it may be absent.
func shape(t facts.Type) string {
	s := t.String()
	if t.Kind == facts.List && t.Elem != nil {
		s = "list(" + shape(*t.Elem) + ")"
	}
	if t.Nullable {
		s += "?"
	}
	return s
}
