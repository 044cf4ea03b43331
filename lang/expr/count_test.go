package expr_test

import (
	"testing"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

func TestCountsLookAtTheCustomersOwnHistory(t *testing.T) {
	env := ada()
	product := row(expr.NewTypes(nil, nil).Object("product"), map[string]facts.Value{
		"id": facts.StringOf("p1"), "category": facts.StringOf("skincare"), "tags": list(facts.StringOf("vegan")),
	})
	item := func(n int64, sku string) facts.Value {
		return row(order.ItemType, map[string]facts.Value{"product": product, "quantity": facts.Int(n), "sku": facts.Optional(sku)})
	}
	now := env.Now
	h := &past{
		orders: []facts.Value{
			ordered("a", "2026-03-01T15:30:00Z", 5000, "EUR", map[string]facts.Value{"items": list(item(2, "S-30"), item(1, ""))}), // 30 days before now by Berlin's clock
			ordered("b", "2026-03-01T15:30:00.001Z", 2000, "EUR", map[string]facts.Value{"items": list(item(4, "S-30"))}),
			ordered("c", "2026-03-31T14:30:00Z", 9000, "USD", map[string]facts.Value{"channel": facts.StringOf("in_store")}),
			ordered("d", "2026-03-20T10:00:00Z", 9000, "EUR", map[string]facts.Value{"status": facts.StringOf("cancelled"), "items": list(item(8, "S-30"))}),
			ordered("e", "2026-03-20T10:00:00Z", 9000, "EUR", map[string]facts.Value{"test": facts.BoolOf(true), "items": list(item(16, "S-30"))}),
			ordered("f", "2026-04-01T10:00:00Z", 9000, "GBP", nil), // later than now
		},
		messages: []expr.Sent{{Flow: "welcome", Topic: "offers", At: now.Add(-time.Hour), Clicked: true}, {Flow: "welcome", Topic: "reviews", At: now.AddDate(0, -2, 0)}},
		events: map[string][]facts.Value{"nps.answered": {
			facts.ObjectOf(&order.Event{Type: "nps.answered", At: now.Add(-time.Hour), Properties: map[string]facts.Value{"score": facts.Int(9)}}),
			facts.ObjectOf(&order.Event{Type: "nps.answered", At: now.AddDate(-1, 0, 0), Properties: map[string]facts.Value{"score": facts.Int(3)}}),
		}},
	}
	review := order.BuiltinEvents["review.submitted"].Type
	for i := range int64(3) {
		h.reviews = append(h.reviews, row(review, map[string]facts.Value{"at": facts.TimeOf(now.AddDate(0, 0, int(-i*40))), "rating": facts.Int(5 - i)}))
	}
	env.History = h
	nps := root(expr.RootEvent, order.BuiltinEvents["nps.answered"].Type)
	promoters := count(expr.EventsSeen, arg("type", text("nps.answered")))
	promoters.Where = compare(expr.Ge, field(nps, "score"), number(9))
	for _, c := range []struct {
		e    *expr.Count
		want int64
	}{
		{count(expr.OrdersPlaced), 4},
		{count(expr.OrdersPlaced, arg("within", days(30))), 2}, // after now − 30 days, up to now
		{count(expr.OrdersPlaced, arg("channel", text("in_store"))), 1},
		{count(expr.OrdersPlaced, arg("channel", customer("last_name"))), 0},
		{count(expr.OrdersPlaced, arg("min_total", euros(50))), 1},
		{count(expr.OrdersPlaced, arg("min_total", amounts(money(2000, "EUR"), money(9000, "USD")))), 3},
		{count(expr.OrdersPlaced, arg("within", &expr.Lit{T: lasting.Maybe()})), 0},
		{count(expr.ItemsBought), 7},
		{count(expr.ItemsBought, arg("category", text("skincare")), arg("within", days(30))), 4},
		{count(expr.ItemsBought, arg("sku", text("S-30"))), 6},
		{count(expr.ItemsBought, arg("sku", text(""))), 0},
		{count(expr.ItemsBought, arg("brand", text("Acme"))), 0},
		{count(expr.ItemsBought, arg("tag", text("vegan"))), 7},
		{count(expr.ItemsBought, arg("tag", text("travel"))), 0},
		{count(expr.ReviewsWritten, arg("min_rating", number(4)), arg("within", days(30))), 1},
		{count(expr.ReviewsWritten, arg("min_rating", number(4))), 2},
		{count(expr.MessagesSent, arg("flow", text("welcome"))), 2},
		{count(expr.MessagesSent, arg("topic", text("offers")), arg("within", days(7))), 1},
		{count(expr.MessagesClicked), 1},
		{promoters, 1},
		{count(expr.EventsSeen, arg("type", text("nps.answered")), arg("within", days(7))), 1},
		{count(expr.EventsSeen, arg("type", text("order.paid"))), 0},
	} {
		check(t, env, c.e, facts.Int(c.want))
	}
	env.History = nil
	check(t, env, count(expr.OrdersPlaced), facts.Int(0))
}
