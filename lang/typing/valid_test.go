package typing_test

import (
	"testing"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/typing"
)

// Each of these is accepted without a word, and is of the type that stands beside it.
func TestCheckAnswersTheType(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`true`, "bool"},
		{`20.5`, "number"},
		{`-3`, "number"},
		{`"text"`, "string"},
		{`"a $${b} \"c\""`, "string"},
		{"<<EOT\na\nEOT\n", "string"},
		{`""`, "string"},
		{`["a", "b"]`, "list(string)"},
		{`[]`, "list(string)"},
		{`["a", null]`, "list(string?)"},
		{`now`, "timestamp"},
		{`var.days`, "duration"},
		{`var.skus[0]`, "string?"},

		{`order.total`, "money"},
		{`order.items[0].title`, "string"},
		{`order.items[0].product.category`, "string?"},
		{`order.items[0].product.tags`, "list(string)"},
		{`order.items[1].title`, "string?"},
		{`order.items[order.sequence].title`, "string?"},
		{`order.items.0.title`, "string"},
		{`(order).items[0].title`, "string"},
		{`customer.orders[0].total`, "money?"},
		{`customer.orders`, "list(order)"},
		{`customer.orders[*].total`, "list(money)"},
		{`customer.orders.*.total`, "list(money)"},
		{`customer.orders[*]`, "list(order)"},
		{`order.items[*].product.category`, "list(string?)"},
		{`customer.orders[*].items[0].title`, "list(string)"},
		{`customer.orders[*].items[*].title`, "list(list(string))"},
		{`trigger.amount`, "money"},
		{`trigger.event.amount`, "money"},

		{`goal.reviewed.reached`, "bool"},
		{`goal.reviewed.at`, "timestamp?"},
		{`goal.reviewed.event.rating`, "number?"},
		{`await.delivery.happened`, "bool"},
		{`step.ask.sent`, "bool"},
		{`step.ask.variant`, "string?"},
		{`step.first.ask.sent_at`, "timestamp?"},
		{`experiment.incentive.variant`, "string?"},
		{`flow.win_back.active`, "bool"},
		{`segment.vips`, "bool"},

		{`order.total >= 20`, "bool"},
		{`20 <= order.total`, "bool"},
		{`order.total > order.discount * 2`, "bool"},
		{`order.total >= money({ EUR = 20 })`, "bool"},
		{`order.total > local.amounts`, "bool"},
		{`order.channel != "wholesale"`, "bool"},
		{`order.placed_at > "2026-03-01"`, "bool"},
		{`order.placed_at == "2026-03-01T09:00:00+01:00"`, "bool"},
		{`order.placed_at < ago("30d")`, "bool"},
		{`customer.vip == true && !order.test`, "bool"},
		{`customer.email == null`, "bool"},
		{`null != customer.email`, "bool"},
		{`customer.orders[3] == null`, "bool"},
		{`order.items[0].product.url == "https://acme.example/p9"`, "bool"},
		{`var.days > "1d"`, "bool"},
		{`step.ask.variant == (order.test ? "gift" : "question")`, "bool"},
		{`contains(["online", "phone"], order.channel)`, "bool"},
		{`weekday(now) == "mon"`, "bool"},

		{`order.total - order.discount`, "money"},
		{`order.total * 0.5`, "money"},
		{`2 * order.total`, "money"},
		{`order.total / 2`, "money"},
		{`order.total / customer.order_count`, "money?"},
		{`order.discount / order.total`, "number?"},
		{`order.items[0].total + order.shipping`, "money"},
		{`order.total + 5`, "money?"}, // the order may be in another currency
		{`order.total + customer.total_spent`, "money?"},
		{`customer.total_spent + 5`, "money"},
		{`customer.order_count % 2`, "number"},
		{`customer.days_since_last_order + 1`, "number?"},
		{`-order.total`, "money"},
		{`order.total + max([for o in customer.orders : o.sequence])`, "money?"},

		{`order.test ? "a" : "b"`, "string"},
		{`order.test ? "a" : null`, "string?"},
		{`order.test ? order.total : 0`, "money"},
		{`customer.country == "DE" ? ["a"] : []`, "list(string)"},

		{`coalesce(customer.first_name, "there")`, "string"},
		{`coalesce(customer.first_name, customer.last_name)`, "string?"},
		{`coalesce(customer.budget, 20)`, "money"},
		{`coalesce(customer.last_order_at, "2026-01-01")`, "timestamp"},
		{`coalesce(customer.sizes, [])`, "list(string)"},
		{`length(customer.orders)`, "number"},
		{`length(customer.first_name)`, "number"},
		{`contains(customer.tags, "vip")`, "bool"},
		{`contains(customer.sizes, "M")`, "bool"},
		{`contains(customer.email, "@")`, "bool"},
		{`startswith(customer.phone, "+49")`, "bool"},
		{`lower(customer.city)`, "string?"},
		{`upper(order.number)`, "string"},
		{`truncate(order.number, 3)`, "string"},
		{`replace(order.number, "a", "b")`, "string"},
		{`split(", ", customer.city)`, "list(string)?"},
		{`join(", ", customer.tags)`, "string"},
		{`join_and([for i in order.items : i.title])`, "string"},
		{`join_and(order.items[*].sku)`, "string"},
		{`plural(customer.order_count, "order", "orders")`, "string"},
		{`min(order.total, order.subtotal)`, "money"},
		{`min(order.total, 5)`, "money?"},
		{`max(1, 2, customer.order_count)`, "number"},
		{`max(customer.orders[*].placed_at)`, "timestamp?"},
		{`round(customer.order_count / 3)`, "number"},
		{`round(1.234, 2)`, "number"},
		{`round(order.total)`, "money"},
		{`abs(order.total)`, "money"},
		{`money(order.total)`, "string"},
		{`money(20)`, "string"},
		{`money(customer.budget)`, "string?"},
		{`date(order.placed_at, "long")`, "string"},
		{`date(order.shipped_at, "2 January")`, "string?"},
		{`ago("30d")`, "timestamp"},
		{`ago(var.days)`, "timestamp"},
		{`ago(var.wait)`, "timestamp"},
		{`after(order.placed_at, "7d")`, "timestamp"},
		{`before(order.delivered_at, "1w")`, "timestamp?"},
		{`days(coalesce(customer.median_days_between_orders, 30))`, "duration"},
		{`days_between(order.placed_at, now)`, "number"},
		{`weekday(order.placed_at)`, "string"},
		{`url_encode(order.number)`, "string"},
		{`any([for o in customer.orders : o.refunded > 0])`, "bool"},
		{`all([for o in customer.orders : o.total > 5 if o.channel == "online"])`, "bool"},

		{`[for o in customer.orders : o if o.refunded > 0]`, "list(order)"},
		{`[for o in customer.orders : o.delivered_at if o.delivered_at != null]`, "list(timestamp)"},
		{`[for d in [for o in customer.orders : o.delivered_at] : d if d != null]`, "list(timestamp)"},
		{`[for o in customer.orders : [for i in o.items : i.title]]`, "list(list(string))"},
		{`[for i in trigger.items : i.title]`, "list(string)?"},
		{`[for order in customer.orders : order.id]`, "list(string)"},
		{`local.twice`, "bool"},
		{`[for o in customer.orders : local.twice]`, "list(bool)"},

		{`orders_placed()`, "number"},
		{`orders_placed({})`, "number"},
		{`orders_placed({ within = "90d", min_total = 20, channel = "online" })`, "number"},
		{`orders_placed({ "min_total" = money({ EUR = 20 }) })`, "number"},
		{`items_bought({ category = "skincare", brand = "Acme", sku = "S", tag = "t", product = order.items[0].product.id, within = var.days })`, "number"},
		{`reviews_written({ min_rating = 4 })`, "number"},
		{`messages_sent({ topic = topic.reviews, flow = flow.win_back })`, "number"},
		{`messages_clicked({ topic = "reviews", within = "30d" })`, "number"},
		{`events({ type = "review.submitted", where = event.rating > 3 && event.product.id == order.items[0].product.id })`, "number"},

		{`"Hello ${order.number}, ${customer.order_count}"`, "string"},
		{`"${order.number}"`, "string"},
		{`"${order.test ? "a" : "b"}"`, "string"},
		{`"see ${links.review}"`, "string"},
	} {
		x, diags := inFlow(world(t)).Check(parse(t, c.src), typing.Want{})
		if x == nil || len(diags) > 0 {
			t.Errorf("%s: got%s", c.src, said(diags))
			continue
		}
		if got := shape(x.Type()); got != c.want {
			t.Errorf("%s: got %s, want %s", c.src, got, c.want)
		}
		if err := expr.Check(x); err != nil {
			t.Errorf("%s: the tree is not well formed: %v", c.src, err)
		}
	}
}

// What comes out says the same as what was written, with every name resolved.
func TestCheckKeepsTheMeaning(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`order.total>=20&&!order.test`, `order.total >= 20 && !order.test`},
		{`(1 + 2) * 3 - -4`, `(1 + 2) * 3 - -4`},
		{`order.items[*].title`, `[for each in order.items : each.title]`},
		{`[for o in customer.orders : o]`, `[for o in customer.orders : o]`},
		{`var.limit + local.big`, `20 + 100`},
		{`var.skus`, `["S-1", "S-2"]`},
		{`customer.last_order_at < "2026-03-01"`, `customer.last_order_at < "2026-02-28T23:00:00.000Z"`},
		{`messages_sent({ within = "30d", topic = topic.reviews })`, `messages_sent({ topic = "reviews", within = "30d" })`},
		{`step.first.ask.sent`, `step.first.ask.sent`},
		{`trigger.event.amount > 5`, `trigger.amount > 5`},
		{`order.total > customer.order_count * 10`, `order.total > customer.order_count * 10`},
		{`"a ${"b"} c"`, `"a b c"`},
		{`null == customer.email`, `customer.email == null`},
		{`order.total < money({ EUR = 20.5 })`, `order.total < 20.50`},
	} {
		x, diags := inFlow(world(t)).Check(parse(t, c.src), typing.Want{})
		if x == nil {
			t.Errorf("%s: got%s", c.src, said(diags))
			continue
		}
		if got := expr.String(x); got != c.want {
			t.Errorf("%s: got %s, want %s", c.src, got, c.want)
		}
	}
}

func TestCheckFindsAWrongVariableOnce(t *testing.T) {
	x, diags := inFlow(world(t)).Check(parse(t, `var.wrong == 5 && var.wrong`), typing.Want{})
	if x != nil || len(diags) > 0 {
		t.Errorf("got %v and%s, want nothing: the variable's own mistake has been reported", x, said(diags))
	}
}
