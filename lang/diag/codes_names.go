package diag

// nameCodes are the diagnostics about names.
var nameCodes = map[Code]Entry{
	"F0201": {Summary: "Unknown segment", Explanation: `
No segment block of the project has this name. A segment is named without quotes, after "segment.".

Wrong, where the project declares segment "vips":

    where = segment.vip

Write:

    where = segment.vips
`},
	"F0202": {Summary: "Unknown name", Explanation: `
An expression begins with a word that means nothing here. What it can begin with depends on the place: customer is there in
every flow, order where the trigger is about one, event inside the where of a trigger, an exit, a goal or an await. A plain
text stands in quotes.

Wrong:

    where = custmer.order_count > 3
    where = order.channel == online

Write:

    where = customer.order_count > 3
    where = order.channel == "online"
`},
	"F0203": {Summary: "Unknown field", Explanation: `
The object has no field of this name. The reference lists the fields of customers, orders, items, products, shipments and
events, and a project declares attributes of its own. Every name is looked up, also behind && and in the arm of a conditional
that is seldom taken.

Wrong:

    where = order.total > 20 && order.totl < 200

Write:

    where = order.total > 20 && order.total < 200
`},
	"F0204": {Summary: "Unknown function", Explanation: `
The language has no function of this name. Its functions are few and written in lower case; conditions are written as
condition ? a : b, and texts are put together inside quotes.

Wrong:

    subject = format("Hello %s", customer.id)
    when    = startsWith(order.number, "W")

Write:

    subject = "Hello ${customer.id}"
    when    = startswith(order.number, "W")
`},
	"F0205": {Summary: "Unknown variable", Explanation: `
No variable block of the project, and no parameter of this fragment, has the name after "var.".

Wrong, where the project declares variable "shop_url":

    subject = "News from ${var.shopurl}"

Write:

    subject = "News from ${var.shop_url}"
`},
	"F0206": {Summary: "Unknown local value", Explanation: `
No locals block of the project gives a value to the name after "local.".

Wrong:

    locals { big = 100 }

    where = order.total >= local.bigg

Write:

    where = order.total >= local.big
`},
	"F0207": {Summary: "Unknown goal", Explanation: `
This flow has no goal of this name. Goals are those of the flow in which the expression stands, and never those of another.

Wrong, in a flow with goal "reviewed":

    when = !goal.review.reached

Write:

    when = !goal.reviewed.reached
`},
	"F0208": {Summary: "Unknown await", Explanation: `
No await of this name lies before this place in the flow.

Wrong, after await "delivery":

    when = await.delivered.happened

Write:

    when = await.delivery.happened
`},
	"F0209": {Summary: "Unknown step", Explanation: `
No step of this name lies before this place in the flow.

Wrong, after step "ask":

    when = step.asked.sent

Write:

    when = step.ask.sent
`},
	"F0210": {Summary: "Unknown experiment", Explanation: `
No experiment of this name lies before this place in the flow.

Wrong, below experiment "incentive":

    when = experiment.incentives.variant == "bundle"

Write:

    when = experiment.incentive.variant == "bundle"
`},
	"F0211": {Summary: "Unknown flow", Explanation: `
No flow of the project has this name.

Wrong, where the project declares flow "win_back":

    when = !flow.winback.active

Write:

    when = !flow.win_back.active
`},
	"F0212": {Summary: "Unknown topic", Explanation: `
No topic block of the project has this name.

Wrong, where the project declares topic "reviews":

    when = messages_sent({ topic = topic.review, within = "30d" }) == 0

Write:

    when = messages_sent({ topic = topic.reviews, within = "30d" }) == 0
`},
	"F0213": {Summary: "Unknown event", Explanation: `
No event of this name is built in, and no event block of the project declares it.

Wrong:

    when = events({ type = "review.submited" }) > 0

Write:

    when = events({ type = "review.submitted" }) > 0
`},
	"F0214": {Summary: "Unknown sender", Explanation: `
No sender block of the project has this name. In sender "webhook" "care" the name is the second word.

Wrong:

    sender = sender.cares

Write:

    sender = sender.care
`},
	"F0215": {Summary: "Not one of the known values", Explanation: `
Some fields hold one of a few values only: order.channel, order.status, the variant of an experiment, the type of an event,
weekday(t). A text that is compared with such a field and is none of its values would never be equal to it.

Wrong:

    where = order.channel != "whole_sale"

Write:

    where = order.channel != "wholesale"
`},
	"F0216": {Summary: "Not there in this place", Explanation: `
The word is one of the language's, but there is nothing of that kind here: no order in a flow that no order starts, no event
outside of where, no journey in a segment.

Wrong, in a flow that a schedule starts:

    subject = "About your order ${order.number}"

Write, what is known of every customer:

    subject = "About your ${customer.order_count} orders"
`},
	"F0217": {Summary: "Not known yet in this place", Explanation: `
The step, await or experiment exists, but lies behind this place, inside a way that leads elsewhere, or in another flow:
nobody who stands here has passed it.

Wrong:

    step "remind" {
      when = !step.ask.sent
      …
    }
    step "ask" { … }

Write, ask below the step, or in another place of the flow:

    step "ask" { … }
    step "remind" {
      when = !step.ask.sent
      …
    }
`},
	"F0218": {Summary: "Opens are not known", Explanation: `
Mail programs load pictures by themselves, so an "open" says nothing about a person, and nothing in a flow may depend on one.
Clicks are known, and only those by people count.

Wrong:

    when = !step.ask.opened

Write:

    when = !step.ask.clicked
`},
	"F0219": {Summary: "Unknown argument", Explanation: `
A count over the customer's own history takes its arguments by name, and this is none of them.

Wrong:

    where = items_bought({ categry = "skincare" }) > 1

Write:

    where = items_bought({ category = "skincare" }) > 1
`},
	"F0220": {Summary: "Local value that needs itself", Explanation: `
A local value is put in where it is named, so it cannot name itself, directly or through others.

Wrong:

    locals {
      loyal = local.regular && customer.order_count > 5
      regular = local.loyal || customer.order_count > 9
    }

Write:

    locals {
      loyal   = customer.order_count > 5
      regular = local.loyal && customer.order_count > 9
    }
`},
	"F0221": {Summary: "Undeclared currency", Explanation: `
An amount is given in a currency that the project does not name among its currencies.

Wrong, where currencies = ["EUR", "USD"]:

    where = order.total >= money({ EUR = 20, USD = 22, GPB = 18 })

Write:

    where = order.total >= money({ EUR = 20, USD = 22 })
`},
}
