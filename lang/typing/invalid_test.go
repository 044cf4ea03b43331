package typing_test

import (
	"strings"
	"testing"

	"github.com/flowc/flowc/lang/typing"
)

// Each of these is answered with one error, at the words in `at`, that says each of `says`; fixed is the expression with the
// suggestion put in, where there is one.
func TestCheckSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		src, code, at string
		says          []string
		fixed         string
	}{
		// names
		{`segment.vip`, "F0201", `vip`, []string{`"vips"`}, `segment.vips`},
		{`segment.vips.title`, "F0319", `title`, nil, ``},
		{`segment`, "F0328", `segment`, []string{"segment.NAME"}, ``},
		{`custmer.order_count > 1`, "F0202", `custmer`, []string{`"customer"`}, `customer.order_count > 1`},
		{`user.email == "a"`, "F0202", `user`, []string{`"customer"`}, `customer.email == "a"`},
		{`order.channel == online`, "F0202", `online`, []string{`in quotes: "online"`}, ``},
		{`zzz.a`, "F0202", `zzz`, []string{"customer"}, ``},
		{`True`, "F0202", `True`, []string{`"true"`}, `true`},
		{`order.total > 5 && order.totl > 5`, "F0203", `totl`, []string{`"total"`}, `order.total > 5 && order.total > 5`},
		{`order.test ? order.numbr : "x"`, "F0203", `numbr`, []string{`"number"`}, `order.test ? order.number : "x"`},
		{`order.test ? "x" : order.numbr`, "F0203", `numbr`, []string{`"number"`}, `order.test ? "x" : order.number`},
		{`customer.name`, "F0203", `name`, []string{`"first_name"`}, `customer.first_name`},
		{`order.items[0].product.vendor`, "F0203", `vendor`, []string{`"brand"`}, `order.items[0].product.brand`},
		{`goal.reviewed.event.ratings`, "F0203", `ratings`, []string{`event "review.submitted"`, `"rating"`}, `goal.reviewed.event.rating`},
		{`goal.reviewed.reach`, "F0203", `reach`, []string{`"reached"`}, `goal.reviewed.reached`},
		{`step.first.ask.variant`, "F0203", `variant`, []string{"no experiment"}, ``},
		{`[for o in customer.orders : o.totl]`, "F0203", `totl`, nil, `[for o in customer.orders : o.total]`},
		{`customer.orders[*].totl`, "F0203", `totl`, nil, `customer.orders[*].total`},
		{`lowr(order.number)`, "F0204", `lowr`, []string{`"lower"`}, `lower(order.number)`},
		{`startsWith(order.number, "W")`, "F0204", `startsWith`, []string{`startswith(text, beginning)`}, ``},
		{`now()`, "F0204", `now`, []string{"without brackets"}, ``},
		{`env("X")`, "F0204", `env`, []string{"sender"}, ``},
		{`a::b(1)`, "F0204", `a::b`, nil, ``},
		{`var.limt`, "F0205", `limt`, []string{`"limit"`}, `var.limit`},
		{`local.bigg`, "F0206", `bigg`, []string{`"big"`}, `local.big`},
		{`goal.reviewd.reached`, "F0207", `reviewd`, []string{`"reviewed"`}, `goal.reviewed.reached`},
		{`await.delivry.happened`, "F0208", `delivry`, []string{`"delivery"`}, `await.delivery.happened`},
		{`step.asks.sent`, "F0209", `asks`, []string{`"ask"`}, `step.ask.sent`},
		{`step.frst.ask.sent`, "F0209", `frst.ask`, []string{`"first.ask"`}, `step.first.ask.sent`},
		{`experiment.incentives.variant`, "F0210", `incentives`, []string{`"incentive"`}, `experiment.incentive.variant`},
		{`flow.winback.active`, "F0211", `winback`, []string{`"win_back"`}, `flow.win_back.active`},
		{`flow.win_back.activ`, "F0203", `activ`, nil, `flow.win_back.active`},
		{`messages_sent({ topic = topic.review })`, "F0212", `review`, []string{`"reviews"`}, `messages_sent({ topic = topic.reviews })`},
		{`messages_sent({ topic = "review" })`, "F0212", `"review"`, []string{`"reviews"`}, `messages_sent({ topic = "reviews" })`},
		{`messages_sent({ flow = "winback" })`, "F0211", `"winback"`, nil, `messages_sent({ flow = "win_back" })`},
		{`events({ type = "review.submited" })`, "F0213", `"review.submited"`, []string{`"review.submitted"`}, `events({ type = "review.submitted" })`},
		{`events({ type = "review.submited", where = event.anything > 2 })`, "F0213", `"review.submited"`, nil, `events({ type = "review.submitted", where = event.anything > 2 })`},
		{`order.channel != "whole_sale"`, "F0215", `"whole_sale"`, []string{`"wholesale"`}, `order.channel != "wholesale"`},
		{`"nowhere" == order.channel`, "F0215", `"nowhere"`, []string{`"online"`, `"other"`}, ``},
		{`contains(["online", "webb"], order.channel)`, "F0215", `"webb"`, []string{`"in_store"`}, ``},
		{`order.channel == (order.test ? "online" : "phon")`, "F0215", `"phon"`, nil, `order.channel == (order.test ? "online" : "phone")`},
		{`experiment.incentive.variant == "bundel"`, "F0215", `"bundel"`, nil, `experiment.incentive.variant == "bundle"`},
		{`weekday(now) == "monday"`, "F0215", `"monday"`, nil, `weekday(now) == "mon"`},
		{`trigger.type == "order.refund"`, "F0215", `"order.refund"`, nil, `trigger.type == "order.refunded"`},
		{`order.channel == var.shop_url`, "F0215", `var.shop_url`, nil, ``},
		{`item.title`, "F0216", `item`, nil, ``},
		{`event.rating > 3`, "F0216", `event`, []string{"where"}, ``},
		{`step.later.sent`, "F0217", `step.later.sent`, []string{"comes after"}, ``},
		{`step.ask.opened`, "F0218", `opened`, []string{"clicked"}, ``},
		{`messages_opened({ within = "30d" }) > 1`, "F0218", `messages_opened`, []string{"messages_clicked"}, ``},
		{`items_bought({ categry = "skincare" })`, "F0219", `categry`, []string{`"category"`}, `items_bought({ category = "skincare" })`},
		{`order.total > money({ EUR = 20, GBP = 18 })`, "F0221", `GBP`, nil, ``},

		// types
		{`order.items[0].quantity == "5"`, "F0302", `"5"`, []string{"a number", "Write 5 without the quotes"}, `order.items[0].quantity == 5`},
		{`"5" < order.items[0].quantity`, "F0302", `"5"`, nil, `5 < order.items[0].quantity`},
		{`order.total > "€20"`, "F0302", `"€20"`, nil, `order.total > 20`},
		{`order.total > "lots"`, "F0302", `"lots"`, []string{"Write a number"}, ``},
		{`order.number == 1001`, "F0302", `1001`, nil, `order.number == "1001"`},
		{`order.test == "true"`, "F0302", `"true"`, nil, `order.test == true`},
		{`order.test == 1`, "F0302", `1`, []string{"true or false"}, ``},
		{`order.number == true`, "F0302", `true`, nil, `order.number == "true"`},
		{`customer.days_since_last_order > "30d"`, "F0302", `"30d"`, []string{"counts in days"}, `customer.days_since_last_order > 30`},
		{`order.placed_at > 5`, "F0302", `5`, []string{"ago("}, ``},
		{`order.number == order.total`, "F0302", `order.number == order.total`, []string{"converted"}, ``},
		{`order.number == var.limit`, "F0302", `order.number == var.limit`, []string{"var.limit is a number"}, ``},
		{`customer.tags == "vip"`, "F0302", `"vip"`, []string{`contains(customer.tags, "vip")`}, ``},
		{`order.items[0].product == "p9"`, "F0302", `"p9"`, []string{"order.items[0].product.id"}, ``},
		{`order.total > money(20)`, "F0302", `order.total > money(20)`, []string{"the amount itself"}, ``},
		{`contains(customer.tags, 5)`, "F0302", `5`, nil, ``},
		{`"${customer.first_name}"`, "F0303", `customer.first_name`, []string{`coalesce(customer.first_name, "there")`}, `"${coalesce(customer.first_name, "there")}"`},
		{`"${customer.city}"`, "F0303", `customer.city`, []string{`coalesce(customer.city, "…")`}, ``},
		{`"${goal.reviewed.event.rating}"`, "F0303", `goal.reviewed.event.rating`, []string{"goal.reviewed.reached", "coalesce"}, ``},
		{`"${money(order.total / customer.order_count)}"`, "F0303", `money(order.total / customer.order_count)`, []string{"divided by 0"}, ``},
		{`"${money(order.total + 5)}"`, "F0303", `money(order.total + 5)`, []string{"another currency"}, ``},
		{`customer.vip && order.test`, "F0304", `customer.vip`, []string{"customer.vip == true"}, `customer.vip == true && order.test`},
		{`!customer.vip`, "F0304", `customer.vip`, nil, `!(customer.vip == true)`},
		{`items_bought({ category = order.items[0].product.category })`, "F0304", `order.items[0].product.category`, []string{"coalesce"}, ``},
		{`any([for o in customer.orders : customer.vip])`, "F0304", `[for o in customer.orders : customer.vip]`, []string{"== true"}, ``},
		{`order.total && order.test`, "F0305", `order.total`, []string{"order.total > 0"}, ``},
		{`!customer.first_name`, "F0305", `customer.first_name`, []string{"customer.first_name != null"}, ``},
		{`customer.tags ? 1 : 2`, "F0305", `customer.tags`, []string{"length(customer.tags) > 0"}, ``},
		{`order.test || "yes"`, "F0305", `"yes"`, nil, ``},
		{`[for o in customer.orders : o if o.total]`, "F0305", `o.total`, []string{"o.total > 0"}, ``},
		{`"Order " + order.number`, "F0306", `"Order " + order.number`, []string{"inside quotes"}, ``},
		{`order.placed_at + "7d"`, "F0306", `order.placed_at + "7d"`, []string{"after("}, ``},
		{`now - order.placed_at`, "F0306", `now - order.placed_at`, []string{"days_between"}, ``},
		{`order.total * order.total`, "F0306", `order.total * order.total`, nil, ``},
		{`customer.order_count / 0`, "F0306", `0`, nil, ``},
		{`-order.number`, "F0306", `-order.number`, nil, ``},
		{`customer.country > "D"`, "F0307", `customer.country > "D"`, []string{"== or !="}, ``},
		{`order.test > false`, "F0307", `order.test > false`, nil, ``},
		{`customer.tags == order.tags`, "F0307", `customer.tags == order.tags`, []string{"contains("}, ``},
		{`order.items[0].product == order.items[1].product`, "F0307", `order.items[0].product == order.items[1].product`, []string{"order.items[0].product.id"}, ``},
		{`order.placed_at == "2026-03-01"`, "F0307", `order.placed_at == "2026-03-01"`, []string{"first instant"}, ``},
		{`upper()`, "F0308", `upper()`, []string{"one argument", "none"}, ``},
		{`round(1, 2, 3)`, "F0308", `round(1, 2, 3)`, []string{"1 or 2 arguments"}, ``},
		{`round(order.total, 1)`, "F0308", `round(order.total, 1)`, nil, ``},
		{`coalesce(customer.first_name)`, "F0308", `coalesce(customer.first_name)`, nil, ``},
		{`min(1)`, "F0308", `min(1)`, nil, ``},
		{`max()`, "F0308", `max()`, nil, ``},
		{`orders_placed("90d")`, "F0308", `orders_placed("90d")`, []string{`orders_placed({ within = "90d" })`}, ``},
		{`events()`, "F0308", `events()`, nil, ``},
		{`max(customer.orders[*].total...)`, "F0308", `max(customer.orders[*].total...)`, nil, ``},
		{`upper(order.total)`, "F0309", `order.total`, []string{"money(order.total)"}, ``},
		{`lower(order.placed_at)`, "F0309", `order.placed_at`, []string{"date(order.placed_at"}, ``},
		{`upper(5)`, "F0309", `5`, nil, ``},
		{`join_and(order.items)`, "F0309", `order.items`, []string{"[for x in order.items : x.title]"}, ``},
		{`any(customer.tags)`, "F0309", `customer.tags`, nil, ``},
		{`ago(5)`, "F0309", `5`, []string{"days(5)"}, ``},
		{`min("a", "b")`, "F0309", `"a"`, nil, ``},
		{`contains(customer.orders, "o1")`, "F0309", `customer.orders`, []string{"any("}, ``},
		{`ago("7 days")`, "F0310", `"7 days"`, []string{`"7d"`}, ``},
		{`ago("1d12h")`, "F0310", `"1d12h"`, []string{"two units"}, ``},
		{`ago(var.shop_url)`, "F0310", `var.shop_url`, nil, ``},
		{`customer.last_order_at < "30d"`, "F0311", `"30d"`, []string{"ago("}, `customer.last_order_at < ago("30d")`},
		{`customer.created_at > "1.3.2026"`, "F0311", `"1.3.2026"`, []string{"2026-03-01"}, ``},
		{`customer.created_at > "2026-03-01T09:00:00"`, "F0311", `"2026-03-01T09:00:00"`, []string{"zone"}, ``},
		{`order.total >= 20.555`, "F0312", `20.555`, []string{"EUR", "2 decimal places"}, ``},
		{`order.total > coalesce(customer.budget, 0.001)`, "F0312", `0.001`, nil, ``},
		{`money({ EUR = 20 })`, "F0314", `money({ EUR = 20 })`, nil, ``},
		{`coalesce(customer.budget, money({ EUR = 20 })) > 5`, "F0314", `money({ EUR = 20 })`, nil, ``},
		{`"a%{ if order.test }b%{ endif }"`, "F0315", `%{ if order.test }b%{ endif }`, []string{"condition ?"}, ``},
		{`"%{ for i in order.items }b%{ endfor }"`, "F0315", `%{ for i in order.items }b%{ endfor }`, []string{"join_and"}, ``},
		{`{ a = 1 }`, "F0316", `{ a = 1 }`, []string{"webhook"}, ``},
		{`{ for o in customer.orders : o.id => o }`, "F0316", `{ for o in customer.orders : o.id => o }`, nil, ``},
		{`"${order.total}"`, "F0317", `order.total`, []string{"money(order.total)", "without the quotes"}, `"${money(order.total)}"`},
		{`"on ${order.placed_at}"`, "F0317", `order.placed_at`, nil, `"on ${date(order.placed_at, "long")}"`},
		{`"on ${order.test}"`, "F0317", `order.test`, []string{`order.test ? "yes" : "no"`}, ``},
		{`"on ${order.tags}"`, "F0317", `order.tags`, []string{"join_and(order.tags)"}, ``},
		{`"on ${order.items}"`, "F0317", `order.items`, []string{"x.title"}, ``},
		{`"on ${order.items[0]}"`, "F0317", `order.items[0]`, []string{"order.items[0].title"}, ``},
		{`"on ${var.days}"`, "F0317", `var.days`, []string{"duration"}, ``},
		{`[for o in customer.order_count : o > 1]`, "F0318", `customer.order_count`, nil, ``},
		{`order.number[0]`, "F0318", `[0]`, nil, ``},
		{`order.total[*]`, "F0318", `order.total`, nil, ``},
		{`[for o in [] : o]`, "F0318", `[]`, nil, ``},
		{`order.items.title`, "F0319", `title`, []string{"order.items is a list", "[0].title"}, ``},
		{`order.items.length`, "F0319", `length`, []string{"length(order.items)"}, ``},
		{`order.number.length`, "F0319", `length`, nil, ``},
		{`order.items[-1]`, "F0320", `[-1]`, []string{"from 0"}, ``},
		{`order.items[0.5]`, "F0320", `[0.5]`, nil, ``},
		{`order.items["a"]`, "F0320", `["a"]`, nil, ``},
		{`order.items[order.number]`, "F0320", `[order.number]`, nil, ``},
		{`customer["email"]`, "F0320", `["email"]`, nil, `customer.email`},
		{`order.items[true]`, "F0320", `[true]`, nil, ``},
		{`1.1234567`, "F0322", `1.1234567`, nil, ``},
		{`1e40`, "F0322", `1e40`, nil, ``},
		{`1e-30`, "F0322", `1e-30`, nil, ``},
		{`null == null`, "F0323", `null == null`, nil, ``},
		{`customer.email < null`, "F0323", `customer.email < null`, []string{"customer.email != null"}, ``},
		{`null && order.test`, "F0323", `null`, nil, ``},
		{`-null`, "F0323", `null`, nil, ``},
		{`1 + null`, "F0323", `null`, nil, ``},
		{`upper(null)`, "F0323", `null`, nil, ``},
		{`[null]`, "F0323", `null`, nil, ``},
		{`order.test ? null : null`, "F0323", `null`, nil, ``},
		{`"a ${null}"`, "F0323", `null`, nil, ``},
		{`[for o in customer.orders : null]`, "F0323", `null`, nil, ``},
		{`date(order.placed_at, order.number)`, "F0324", `order.number`, nil, ``},
		{`order.total > money({ EUR = customer.order_count })`, "F0324", `customer.order_count`, nil, ``},
		{`messages_sent({ topic = order.number })`, "F0324", `order.number`, nil, ``},
		{`date(order.placed_at, "DD.MM.YYYY")`, "F0325", `"DD.MM.YYYY"`, []string{"another program"}, ``},
		{`events({ within = "30d" })`, "F0326", `events({ within = "30d" })`, nil, ``},
		{`goal.reviewed`, "F0328", `goal.reviewed`, []string{"goal.reviewed.reached"}, ``},
		{`goal.reviewed[0]`, "F0328", `goal.reviewed[0]`, nil, ``},
		{`flow.win_back`, "F0328", `flow.win_back`, []string{"flow.win_back.active"}, ``},
		{`topic.orders`, "F0328", `topic.orders`, nil, ``},
		{`var`, "F0328", `var`, nil, ``},
		{`messages_sent({ topic = topic.a.b })`, "F0329", `topic.a.b`, nil, ``},
		{`order.test ? "a" : 5`, "F0330", `5`, []string{`"5"`}, ``},
		{`[1, "a"]`, "F0330", `"a"`, nil, ``},
		{`coalesce(customer.first_name, 0)`, "F0330", `0`, nil, ``},
		{`order.test ? order.items : customer.orders`, "F0330", `customer.orders`, nil, ``},
		{`min(order.total, order.placed_at)`, "F0330", `order.placed_at`, nil, ``},
		{`[for i, o in customer.orders : o]`, "F0331", `for i, o in `, nil, ``},
		{`orders_placed({ (order.number) = 1 })`, "F0332", `(order.number)`, nil, ``},
		{`orders_placed({ within = "30d", within = "90d" })`, "F0333", `within`, nil, ``},
	} {
		x, diags := inFlow(world(t)).Check(parse(t, c.src), typing.Want{})
		if x != nil {
			t.Errorf("%s: there is a tree beside the error", c.src)
		}
		if len(diags) != 1 || string(diags[0].Code) != c.code {
			t.Errorf("%s: want one %s, got%s", c.src, c.code, said(diags))
			continue
		}
		d := diags[0]
		if got := c.src[d.Range.Start.Byte:d.Range.End.Byte]; got != c.at {
			t.Errorf("%s: %s is at %q, want %q", c.src, c.code, got, c.at)
		}
		for _, words := range c.says {
			if !strings.Contains(d.Detail, words) {
				t.Errorf("%s: the message lacks %q: %s", c.src, words, d.Detail)
			}
		}
		fixed := ""
		if d.Fix != nil {
			fixed = c.src[:d.Fix.Range.Start.Byte] + d.Fix.Text + c.src[d.Fix.Range.End.Byte:]
		}
		if fixed != c.fixed {
			t.Errorf("%s: the suggestion makes %q, want %q", c.src, fixed, c.fixed)
		}
	}
}

// All mistakes of one expression are found at once, and none of them twice.
func TestCheckFindsEveryMistake(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`order.totl > 5 && order.nubmer == 3 || customr.x`, "F0203 F0203 F0202"},
		{`order.totl > 5 ? order.nubmer : lowr(order.numbr)`, "F0203 F0203 F0204 F0203"},
		{`[for o in customer.ordrs : o.totl == order.totl]`, "F0203 F0203"},
		{`[for o in customer.orders : o.totl if o.nubmer == "1"]`, "F0203 F0203"},
		{`coalesce(order.totl, order.nubmer)`, "F0203 F0203"},
		{`orders_placed({ within = "90 days", chanel = "x", min_total = 0.001 }) > "5"`, "F0310 F0219 F0312"},
		{`"${order.total} ${order.placed_at} ${customer.city} %{ if order.test }x%{ endif }"`, "F0317 F0317 F0303 F0315"},
		{`!(order.totl == 5)`, "F0203"},
		{`order.items[order.totl].nubmer`, "F0203"},
		{`money({ EUR = order.totl, GBP = order.nubmer })`, "F0203 F0203 F0221 F0314"},
		{`upper(order.totl, order.nubmer)`, "F0203 F0203 F0308"},
		{`order.channel == "x" && contains(["y"], order.status)`, "F0215 F0215"},
		{`1.1234567 + order.totl`, "F0322 F0203"},
		{`"${coalesce(step.first.ask.variant, "a")} ${lower(step.ask.variant)}"`, "F0203 F0303"},
	} {
		_, diags := inFlow(world(t)).Check(parse(t, c.src), typing.Want{})
		if got := codes(diags); got != c.want {
			t.Errorf("%s: got %s, want %s%s", c.src, got, c.want, said(diags))
		}
	}
}

func TestCheckWarnsOfWhatIsIdle(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{`order.total == null`, "W0301"},
		{`goal.reviewed.reached != null`, "W0301"},
		{`customer.email != null && customer.email != null`, "W0301"},
		{`coalesce(order.number, "x") == "y"`, "W0302"},
		{`coalesce(customer.first_name, "x", "y") == "y"`, "W0302"},
		{`local.idle`, ""}, // it may be needed in another place
	} {
		x, diags := inFlow(world(t)).Check(parse(t, c.src), typing.Want{})
		if got := codes(diags); got != c.want || x == nil {
			t.Errorf("%s: got %q, want %q%s", c.src, got, c.want, said(diags))
		}
	}
}
