package diag

// typeCodes are the diagnostics about types and expressions.
var typeCodes = map[Code]Entry{
	"F0301": {Summary: "Wrong type", Explanation: `
The place asks for a value of one type, and the expression is of another. Nothing is converted by itself.

Wrong:

    trigger {
      event = "order.placed"
      where = order.total
    }

Write:

    trigger {
      event = "order.placed"
      where = order.total >= 20
    }
`},
	"F0302": {Summary: "Two types compared", Explanation: `
Both sides of a comparison have one type. A number is not a text, even where the two look alike, and would never be equal to it.

Wrong:

    where = order.items[0].quantity == "5"

Write:

    where = order.items[0].quantity == 5
`},
	"F0303": {Summary: "Text that may be missing", Explanation: `
Not every customer has a first name, and "Hello ," is what a letter would say to those who have none. A text may not hold what
may be absent. coalesce() says what to take instead; a condition around it that asks whether the value is there does as well.

Wrong:

    subject = "Hello ${customer.first_name}"

Write:

    subject = "Hello ${coalesce(customer.first_name, "there")}"
`},
	"F0304": {Summary: "Value that may be missing", Explanation: `
The place needs a value, and the expression may have none. &&, || and ! are over true and false only.

Wrong:

    delay "before_it_comes" { until = order.estimated_delivery_at }

Write, with a value for those who have none, or with a condition before it:

    delay "before_it_comes" { until = coalesce(order.estimated_delivery_at, after(order.placed_at, "5d")) }
`},
	"F0305": {Summary: "Neither true nor false", Explanation: `
A condition, and what stands beside &&, || and !, is true or false. A number or a text is neither: compare it with something.

Wrong:

    where = customer.order_count && customer.email

Write:

    where = customer.order_count > 0 && customer.email != null
`},
	"F0306": {Summary: "Cannot be calculated", Explanation: `
Numbers are calculated with numbers. Amounts are added to and subtracted from amounts, multiplied and divided by numbers, and
divided by amounts. Texts are put together inside quotes, and timestamps are moved by after() and before().

Wrong:

    until   = order.placed_at + "7d"
    subject = "Order " + order.number

Write:

    until   = after(order.placed_at, "7d")
    subject = "Order ${order.number}"
`},
	"F0307": {Summary: "Cannot be compared", Explanation: `
Numbers, amounts, timestamps and durations are less or greater than one another. Texts, addresses and booleans are equal or
not. Lists and whole objects are not compared: ask for one of their fields, or with contains(), length(), any() and all().

Wrong:

    where = order.items[0].product == "p9"
    where = customer.country > "D"

Write:

    where = order.items[0].product.id == "p9"
    where = customer.country == "DE"
`},
	"F0308": {Summary: "Wrong number of arguments", Explanation: `
The function takes more arguments than there are, or fewer. A count such as orders_placed takes its arguments by name, in
braces.

Wrong:

    where = customer.last_order_at < after("30d")
    where = orders_placed("90d") > 2

Write:

    where = customer.last_order_at < ago("30d")
    where = orders_placed({ within = "90d" }) > 2
`},
	"F0309": {Summary: "Wrong argument", Explanation: `
The function takes something of another type in this place. Nothing is converted by itself.

Wrong:

    subject = "For ${upper(order.total)}"

Write:

    subject = "For ${money(order.total)}"
`},
	"F0310": {Summary: "Not a duration", Explanation: `
A duration is one whole number and one unit, in quotes: s, m, h, d, w or mo. "7d" are calendar days, "36h" are hours.

Wrong:

    delay "a_while" { for = "7 days" }
    delay "a_while" { for = "1d12h" }

Write:

    delay "a_while" { for = "7d" }
    delay "a_while" { for = "36h" }
`},
	"F0311": {Summary: "Not a timestamp", Explanation: `
A timestamp is compared with a field such as order.placed_at, with now, with ago(), after() or before(), with a day (its first
instant in the project's zone), or with an instant that says its offset.

Wrong:

    where = customer.last_order_at < "30d"
    where = customer.created_at > "1.3.2026"

Write:

    where = customer.last_order_at < ago("30d")
    where = customer.created_at > "2026-03-01"
`},
	"F0312": {Summary: "Not an amount of money", Explanation: `
An amount has no more decimal places than its currency. Nothing is rounded by itself.

Wrong, in a project in EUR:

    where = order.total >= 20.555

Write:

    where = order.total >= 20.55
`},
	"F0313": {Summary: "Amount without a currency", Explanation: `
In a project of several currencies a bare number is no amount: 20 of what? money({…}) says it for each of them, and leaves none
out, so that no order is silently passed over.

Wrong, where currencies = ["EUR", "USD"]:

    where = order.total >= 20

Write:

    where = order.total >= money({ EUR = 20, USD = 22 })
`},
	"F0314": {Summary: "Amounts in a wrong place", Explanation: `
money({…}) is not one amount but one in each currency; which of them counts is known only beside an amount. It stands on one
side of a comparison, or as the min_total of orders_placed.

Wrong:

    subject = "From ${money({ EUR = 20, USD = 22 })} on"

Write:

    where   = order.total >= money({ EUR = 20, USD = 22 })
    subject = "From 20 on"
`},
	"F0315": {Summary: "Directive in a text", Explanation: `
HCL's %{ if } and %{ for } are not part of this language. A condition is written inside ${…}, and a list is put together by
join_and().

Wrong:

    subject = "Your order%{ if order.sequence > 1 } again%{ endif }"

Write:

    subject = "Your order${order.sequence > 1 ? " again" : ""}"
`},
	"F0316": {Summary: "Object in a wrong place", Explanation: `
An object { name = value } is written in the body of a webhook, as the argument of a count, and in money({…}). Nowhere else is
there anything that takes one. A for-expression makes lists only.

Wrong:

    where = contains({ a = 1 }, "a")

Write:

    where = contains(["a"], "a")
`},
	"F0317": {Summary: "Not a text", Explanation: `
Texts hold texts, numbers and addresses. How money and dates are written depends on the language of the customer, so they go
through money() and date().

Wrong:

    subject = "You paid ${order.total} on ${order.placed_at}"

Write:

    subject = "You paid ${money(order.total)} on ${date(order.placed_at, "long")}"
`},
	"F0318": {Summary: "Not a list", Explanation: `
Only lists have elements: customer.orders, order.items, order.tags and the like, and what is written in [ ].

Wrong:

    where = any([for o in customer.order_count : o > 1])

Write:

    where = any([for o in customer.orders : o.total > 100])
`},
	"F0319": {Summary: "No fields in there", Explanation: `
Only objects have fields. A list has none: take one of its elements, or all of them with a for-expression.

Wrong:

    subject = "About ${order.items.title}"

Write:

    subject = "About ${order.items[0].title}"
`},
	"F0320": {Summary: "Not a place in a list", Explanation: `
In [ ] stands a place in a list: a whole number, counted from 0. A field is read with a dot.

Wrong:

    subject = "About ${order.items[-1].title}"
    where   = customer["order_count"] > 1

Write:

    subject = "About ${order.items[0].title}"
    where   = customer.order_count > 1
`},
	"F0321": {Summary: "Expression too large", Explanation: `
An expression has at most 20,000 parts and 400 levels, with the local values that it reads counted in, and at most 8
for-expressions in one another. What is larger was made by a program or by local values that double one another.

Wrong:

    locals {
      a = customer.order_count + customer.order_count
      b = local.a + local.a
      c = local.b + local.b
      …
    }

Write, a number says the same:

    locals { c = customer.order_count * 8 }
`},
	"F0322": {Summary: "Number that cannot be kept", Explanation: `
A number has at most six places after the point and lies between -1,000,000,000,000 and 1,000,000,000,000.

Wrong:

    where = customer.order_count > 0.12345678

Write:

    where = customer.order_count > 0.123456
`},
	"F0323": {Summary: "null in a wrong place", Explanation: `
null is what an absent value equals. It stands beside == and != and in the arm of a conditional, and nowhere else: nothing is
less than null, and nothing can be made of it.

Wrong:

    where = customer.last_order_at > null

Write:

    where = customer.last_order_at != null
`},
	"F0324": {Summary: "Must be written, not calculated", Explanation: `
What stands here is looked at when the project is compiled, so that a mistake in it is found then: the pattern of date(), the
amounts in money({…}), the names of a flow, a topic and an event in a count. It is a literal, or a variable.

Wrong:

    subject = "Since ${date(order.placed_at, customer.id)}"

Write:

    subject = "Since ${date(order.placed_at, "long")}"
`},
	"F0325": {Summary: "Not a pattern of a date", Explanation: `
date() takes "long", "short", "weekday", or the date Monday 2 January 2006, 15:04 written as yours is to look.

Wrong:

    subject = "Since ${date(order.placed_at, "DD.MM.YYYY")}"

Write:

    subject = "Since ${date(order.placed_at, "02.01.2006")}"
`},
	"F0326": {Summary: "Missing argument", Explanation: `
events() counts the events of one type, and only that type says which properties its where can read.

Wrong:

    when = events({ within = "30d" }) > 0

Write:

    when = events({ type = "review.submitted", within = "30d" }) > 0
`},
	"F0328": {Summary: "Not a value", Explanation: `
This names a thing of the project, and is no value that can be compared or shown. What can be asked about it are its fields.

Wrong:

    when = goal.reviewed

Write:

    when = goal.reviewed.reached
`},
	"F0329": {Summary: "Name expected", Explanation: `
The place names something that the project declares, without quotes and with the kind before it. It is not calculated.

Wrong:

    topic = "orders"

Write:

    topic = topic.orders
`},
	"F0330": {Summary: "Two types in one place", Explanation: `
The two sides of a conditional, the elements of a list and the arguments of coalesce(), min() and max() have one type, since
what comes of them has one.

Wrong:

    subject = "Again ${coalesce(customer.first_name, 0)}"

Write:

    subject = "Again ${coalesce(customer.first_name, "you")}"
`},
	"F0331": {Summary: "Two variables in a for-expression", Explanation: `
A for-expression has one variable, the element. Its place in the list is not counted.

Wrong:

    where = any([for i, o in customer.orders : o.total > 100])

Write:

    where = any([for o in customer.orders : o.total > 100])
`},
	"F0332": {Summary: "Not a name", Explanation: `
Before each = in braces stands a name, written as such. It is not calculated.

Wrong:

    body = { (order.number) = order.total }

Write:

    body = { number = order.number, total = order.total }
`},
	"F0333": {Summary: "Given twice", Explanation: `
The name stands in these braces twice, and only one of the two values could be meant.

Wrong:

    where = orders_placed({ within = "30d", within = "90d" }) > 1

Write:

    where = orders_placed({ within = "90d" }) > 1
`},
	"W0301": {Severity: Warning, Summary: "Never absent", Explanation: `
What is compared with null here is always there, so the comparison always has the same answer. The reference says which fields
may be absent; the first item of an order is not, and neither is any count.

Wrong:

    where = order.total != null && order.total > 20

Write:

    where = order.total > 20
`},
	"W0302": {Severity: Warning, Summary: "Fallback that is never taken", Explanation: `
coalesce() takes the first of its arguments that is there. This one always is, so those after it are never taken.

Wrong:

    subject = "Order ${coalesce(order.number, order.id)}"

Write:

    subject = "Order ${order.number}"
`},
}
