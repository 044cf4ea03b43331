package expr_test

import (
	"reflect"
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

func TestNeedsAreWhatAnExpressionReads(t *testing.T) {
	theOrder := root(expr.RootOrder, order.OrderType)
	items := &expr.Segment{Name: "s", Body: compare(expr.Gt, count(expr.ItemsBought), number(1))}
	for _, c := range []struct {
		e    expr.Expr
		want expr.Needs
	}{
		{customer("order_count"), expr.Needs{}},
		{field(theOrder, "total"), expr.Needs{Order: true}},
		{field(index(field(theOrder, "items"), number(0)), "title"), expr.Needs{Order: true, Items: true}},
		{customer("orders"), expr.Needs{Orders: true}},
		{customer("median_days_between_orders"), expr.Needs{Orders: true}},
		{loop(0, "o", customer("orders"), func(o expr.Expr) expr.Expr { return call(expr.Length, numeric, field(o, "items")) }, nil), expr.Needs{Orders: true, Items: true}},
		{and(items, items), expr.Needs{Orders: true, Items: true}},
		{count(expr.ReviewsWritten), expr.Needs{Reviews: true}},
		{count(expr.MessagesSent), expr.Needs{Messages: true}},
		{count(expr.MessagesClicked), expr.Needs{Messages: true, Clicks: true}},
		{count(expr.EventsSeen, arg("type", text("nps.answered"))), expr.Needs{Events: []string{"nps.answered"}}},
		{count(expr.EventsSeen, arg("type", customer("city"))), expr.Needs{AnyEvent: true}},
		{root(expr.RootItem, order.ItemType), expr.Needs{Item: true, Items: true}},
		{&expr.Node{Kind: expr.NodeFlow, Name: "care", Field: "active", T: boolean}, expr.Needs{Flows: []string{"care"}}},
		{&expr.Node{Kind: expr.NodeStep, Name: "ask", Field: "clicked", T: boolean}, expr.Needs{Clicks: true}},
	} {
		if got := expr.NeedsOf(c.e, nil); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s needs %+v, want %+v", expr.String(c.e), got, c.want)
		}
	}
	both := expr.NeedsOf(customer("orders")).And(expr.NeedsOf(count(expr.EventsSeen, arg("type", text("b"))), count(expr.EventsSeen, arg("type", text("a")))))
	if want := (expr.Needs{Orders: true, Events: []string{"a", "b"}}); !reflect.DeepEqual(both, want) {
		t.Errorf("both need %+v, want %+v", both, want)
	}
}

func TestTypesOfAProjectHaveItsAttributes(t *testing.T) {
	a := expr.Attribute{Object: "product", Name: "refill_days", Kind: facts.Number}
	b := expr.Attribute{Object: "product", Name: "line", Kind: facts.List}
	quiz := order.NewEventType("quiz.taken", false, order.Property("product", facts.ObjectTypeOf(order.ProductType)))
	one := expr.NewTypes([]expr.Attribute{a, b, a, {Object: "product", Name: "title", Kind: facts.Bool}, {Object: "item", Name: "x", Kind: facts.Bool}}, []*order.EventType{quiz})
	other := expr.NewTypes([]expr.Attribute{b, a}, nil)
	product := one.Object("product")
	for _, f := range product.Fields {
		if g := other.Object("product").Field(f.Name); g == nil || g.Index != f.Index {
			t.Errorf("%s lies elsewhere when the attributes are declared in another order", f.Name)
		}
	}
	for _, f := range order.ProductType.Fields {
		if product.Field(f.Name).Index != f.Index {
			t.Errorf("%s is not where the catalogue has it", f.Name)
		}
	}
	if n := len(product.Fields); n != product.Field("refill_days").Index+1 {
		t.Errorf("product has %d fields: %v", n, product.Names())
	}
	if got := product.Field("line").Type.String(); got != "list(string)" {
		t.Errorf("line is a %s", got)
	}
	for name, f := range map[string]*facts.Field{
		"item": one.Object("item").Field("product"), "event quiz.taken": one.Event("quiz.taken").Type.Field("product"), "event review.submitted": one.Object("event review.submitted").Field("product"),
	} {
		if f.Type.Object != product {
			t.Errorf("the product of %s lacks the attributes", name)
		}
	}
	if order.ProductType.Field("refill_days") != nil {
		t.Error("the catalogue was changed")
	}
	if len(one.Objects()) != len(order.Objects) || one.Objects()["order"] != one.Object("order") {
		t.Errorf("objects: %v", one.Objects())
	}
}
