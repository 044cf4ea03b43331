package diag

// structureCodes are the diagnostics about blocks and arguments.
var structureCodes = map[Code]Entry{
	"F0101": {Summary: "Unknown block", Explanation: `The language has no block with that name in that place. Most often it is
misspelt, or it is what another tool calls it.

Wrong:

    wait "a_week" { for = "7d" }

Right:

    delay "a_week" { for = "7d" }`},

	"F0102": {Summary: "Unknown argument", Explanation: `The block has no argument with that name. Most often it is misspelt, or it is
what another tool calls it. Nothing that is not understood is ignored: a
misspelt condition would let everybody through.

Wrong:

    email {
      subjct = "Hello"
    }

Right:

    email {
      subject = "Hello"
    }`},

	"F0103": {Summary: "Argument given twice", Explanation: `An argument has one value in a block. Of two it is not clear which one holds.

Wrong:

    trigger {
      event = "order.placed"
      event = "order.shipped"
    }

Keep one, or write two flows.`},

	"F0104": {Summary: "Missing name", Explanation: `Most blocks have a name behind their word, in quotes. It is how other blocks,
the plan and the reports refer to them, so it should stay as it is once people
are in the flow. A sender and a source have two: what they are, and their
name.

Wrong:

    step {
    sender "default" {

Right:

    step "ask_review" {
    sender "email" "default" {`},

	"F0105": {Summary: "Too many names", Explanation: `The block has more names behind its word than it can have: most blocks have
one, and some, such as trigger and email, have none.

Wrong:

    trigger "order" {
    step "ask" "review" {

Right:

    trigger {
    step "ask_review" {`},

	"F0106": {Summary: "Invalid name", Explanation: `A name consists of letters from a to z, digits, _ and -, begins with a letter
or _, and has at most 100 characters, so that it can be written in
expressions, as in goal.reviewed.reached. It is fixed: it holds no ${…}. The
name of an event has points in it, as "warranty.registered"; a language is
written "de" or "pt-BR".

Wrong:

    step "Ask for a review!" {

Right:

    step "ask_for_a_review" {`},

	"F0107": {Summary: "Unknown kind", Explanation: `The first name of a sender says what it sends (email or webhook), that of a
source where it reads (sql or csv).

Wrong:

    sender "mail" "default" {

Right:

    sender "email" "default" {`},

	"F0108": {Summary: "Missing argument", Explanation: `The block needs an argument that is not there. A letter, for example, has a
subject, a preheader and a body; a goal has an event and a time within which
it counts.

    goal "reviewed" {
      event  = "review.submitted"
      within = "60d"
    }`},

	"F0109": {Summary: "Missing block", Explanation: `Something needs a block that is not there: a project has one project block, a
flow a trigger, a branch at least one case, an experiment at least one
variant.

    flow "post_purchase" {
      trigger {
        event = "order.placed"
      }
    }`},

	"F0110": {Summary: "Block given twice", Explanation: `Of some blocks there is one at most: project, brand, defaults, store and
runner in a project, trigger in a flow, email in a step, default in a branch.
All files of a folder are one project, so the other one may stand in another
file; the message says where.`},

	"F0111": {Summary: "Block expected", Explanation: `The name belongs to a block, and an argument was written. A block has braces
instead of an equals sign.

Wrong:

    trigger = "order.placed"

Right:

    trigger {
      event = "order.placed"
    }`},

	"F0112": {Summary: "Argument expected", Explanation: `The name belongs to an argument, and a block was written. An argument has an
equals sign and a value.

Wrong:

    trigger {
      event "order.placed" {}
    }

Right:

    trigger {
      event = "order.placed"
    }`},

	"F0113": {Summary: "Wrong place", Explanation: `The block or argument is one of the language's, and stands where it does not
belong: a step outside of a flow, a subject outside of an email. Often a } is
one line too early or too late.

Wrong:

    step "hello" {
      subject = "Hello"
    }

Right:

    step "hello" {
      email {
        subject = "Hello"
      }
    }`},

	"F0114": {Summary: "Arguments exclude each other", Explanation: `Of some arguments or blocks only one can stand in a block: a delay waits for a
time or until an instant, a step sends a letter or a webhook, a trigger has an
event or a schedule.

Wrong:

    delay "pause" {
      for   = "7d"
      until = order.estimated_delivery_at
    }

Keep one of the two.`},

	"F0115": {Summary: "One of several is missing", Explanation: `A block needs one of several arguments or blocks, and has none: a trigger an
event or a schedule, a step an email or a webhook, an await a timeout or an
until, a delay a for, an until, an on or an at.

    await "delivery" {
      event   = "order.delivered"
      timeout = "21d"
    }`},

	"F0116": {Summary: "Not yet", Explanation: `The word is part of the flow language, and this version of flowc does not know
it yet: coupons, recommendations, pages, moved and removed blocks, text messages and some more.

It is an error and not a warning, since a coupon that is not there would be worse
than none. Take the block or argument out
until your version knows it.`},
}
