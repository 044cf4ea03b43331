package diag

// flowCodes are the diagnostics about flows and their parts.
var flowCodes = map[Code]Entry{
	"F0401": {Error, "Name given twice", `
A name is how everything else finds a thing, so that there is one of each kind in a project, and one node of a name in a flow, whatever
its kind: post_purchase.ask is the place in which a customer can be.

Wrong:

    delay "ask" { for = "7d" }
    step "ask" { … }

Write:

    delay "let_it_be_used" { for = "7d" }
    step "ask" { … }
`},
	"F0402": {Error, "Event that is built in", `
Some events are known to every project, with their properties: order.placed, review.submitted and the others of the reference. They
cannot be declared again, since their meaning is fixed.

Wrong:

    event "order.delivered" { … }

Write:

    event "parcel.unpacked" { … }
`},
	"F0403": {Error, "Property that every event has", `
Each event has the properties "at" (when it happened) and "type" (its own name) without declaring them.

Wrong:

    event "warranty.registered" {
      property "type" { type = string }
    }

Write:

    event "warranty.registered" {
      property "plan" { type = string }
    }
`},
	"F0404": {Error, "Segment made of itself", `
A segment may name other segments, but following the names must come to an end.

Wrong:

    segment "loyal" { where = !segment.lapsed }
    segment "lapsed" { where = !segment.loyal }

Write one of the two with what is known of the customer:

    segment "lapsed" { where = coalesce(customer.last_order_at, customer.created_at) < ago("180d") }
    segment "loyal" { where = !segment.lapsed }
`},
	"F0405": {Error, "Segment too large", `
What a segment names is put into its place, so that segments which name each other several times grow with each level. At 20,000 parts,
or 100 segments in one another, the condition is more than can be asked of every customer.

Name each segment once, and say the rest with fields:

    segment "vips" { where = customer.order_count >= 10 && !segment.staff }
`},
	"F0406": {Error, "Schedule without an audience", `
An event brings its customer along. A schedule does not, so that the trigger says for whom it is.

Wrong:

    trigger {
      schedule = "0 9 1 * *"
    }

Write:

    trigger {
      schedule = "0 9 1 * *"
      audience = segment.regulars
    }
`},
	"F0407": {Error, "Argument of another kind of trigger", `
where and once_per are about the event that starts a journey; audience is about the customers whom a schedule finds.

Wrong:

    trigger {
      schedule = "0 9 1 * *"
      where    = segment.regulars
    }

Write:

    trigger {
      schedule = "0 9 1 * *"
      audience = segment.regulars
    }
`},
	"F0408": {Error, "How often a customer enters", `
An event about an order starts one journey for each order. Any other event may come often, and a customer who gets the same letters
each time is soon gone. So the trigger says it: "customer" (once for ever), "event" (each time) or a time (at most once in it).

Wrong:

    trigger {
      event = "review.submitted"
    }

Write:

    trigger {
      event    = "review.submitted"
      once_per = "90d"
    }
`},
	"F0409": {Error, "Cannot begin again", `
if_already_in = "restart" ends the journey that a customer is in and begins a new one. An event does that, or coming to belong to a
segment; a schedule lets its audience in at each occurrence, and nobody would ever come to an end.

Wrong:

    if_already_in = "restart"
    trigger {
      schedule = "0 9 1 * *"
      audience = segment.regulars
    }

Write "ignore" (who is in it is passed over, the default) or "parallel":

    if_already_in = "parallel"
`},
	"F0410": {Error, "No order here", `
Only journeys that an event about an order started have an order. A flow that starts with a review, with a customer or on a schedule
knows the customer and all of the customer's orders, but no one of them.

Wrong, in a flow that starts on a schedule:

    exit "bought" {
      event = "order.placed"
      about = "order"
    }

Write:

    exit "bought" {
      event = "order.placed"
      about = "customer"
    }
`},
	"F0411": {Error, "Letter without a topic", `
A topic is what a customer can agree to or refuse, and by which a letter is marketing or owed with an order. Every letter has one: its
step's, or its flow's.

Wrong:

    flow "post_purchase" {
      trigger { event = "order.placed" }
      step "thank_you" { email { … } }
    }

Write:

    flow "post_purchase" {
      topic = topic.orders
      trigger { event = "order.placed" }
      step "thank_you" { email { … } }
    }
`},
	"F0412": {Error, "Step that not everybody has passed", `
since = step.NAME counts events from leaving that step. Who came by another path has not left it, and nobody could say from when events
count.

Wrong:

    branch "regulars" {
      case "yes" {
        when = segment.regulars
        step "ask" { … }
      }
    }
    await "review" {
      event   = "review.submitted"
      since   = step.ask
      timeout = "14d"
    }

Write the await behind the step, in the same case.
`},
	"F0413": {Error, "Nobody comes here", `
What stands before this place ends every journey, so that this would never run.

Wrong:

    end {}
    step "goodbye" { … }

Write:

    step "goodbye" { … }
    end {}
`},
	"F0414": {Error, "Case named default", `
The way that is taken where no case holds is a block of its own.

Wrong:

    case "default" { … }

Write:

    default { … }
`},
	"F0415": {Error, "Nothing that could be past or absent", `
if_past and if_missing say what happens with a date that is over or is not known. A delay with for has no date.

Wrong:

    delay "wait" {
      for     = "7d"
      if_past = "end"
    }

Write:

    delay "wait" {
      until   = order.estimated_delivery_at
      if_past = "end"
      …
    }
`},
	"F0416": {Error, "Experiment that compares nothing", `
An experiment needs two ways, or one and a share of people who get none of it.

Wrong:

    experiment "offer" {
      variant "gift" { weight = 1 … }
    }

Write:

    experiment "offer" {
      holdout = "10%"
      variant "gift" { weight = 1 … }
    }
`},
	"F0417": {Error, "Weight out of range", `
Variants share people in proportion to their weights: 50 and 50, or 9 and 1. A weight of 0 or less gives a variant to nobody.

Wrong:

    variant "gift" { weight = 0 }

Write a number above 0, or take the variant out.
`},
	"F0419": {Error, "Sender of another kind", `
A letter goes out through a sender "email", a webhook through a sender "webhook".

Wrong:

    sender "webhook" "care" { … }

    email {
      sender = sender.care
      …
    }

Write:

    sender "email" "care" { … }
`},
	"F0420": {Error, "No sender", `
What names no sender goes out from the one called "default", and this project has none of that name for this kind of message.

Write:

    sender "email" "default" {
      from = "Acme <hello@acme.example>"
      smtp = env("SMTP_URL")
    }
`},
	"F0421": {Error, "Only for letters", `
A webhook speaks to a program and not to a person. It has no topic, no experiment of texts, and nothing to decide where it is not known
whether it arrived: it is sent again under the same key.

Wrong:

    step "tell_care" {
      topic = topic.orders
      webhook { … }
    }

Write:

    step "tell_care" {
      webhook { … }
    }
`},
	"F0422": {Error, "Unknown type", `
A variable and a fragment's parameter are of type string, number, bool, duration or list(string); a property of an event is of type
string, number, bool, money, timestamp or list(string). Types are written without quotes.

Wrong:

    variable "wait" {
      type = "text"
    }

Write:

    variable "wait" {
      type = string
    }
`},
	"F0423": {Error, "Variable without a value", `
A variable gives a name to a value that several places use. Its value is its default.

Wrong:

    variable "shop_name" {
      type = string
    }

Write:

    variable "shop_name" {
      type    = string
      default = "Acme"
    }
`},
	"F0424": {Error, "Value against its own rule", `
A validation block says which values a variable may have, and this one does not meet it. The message is the one that the block gives.

    variable "rounds" {
      type    = number
      default = 12
      validation {
        condition     = var.rounds <= 5
        error_message = "Nobody wants more than five reminders."
      }
    }

Change the value, or the rule.
`},
	"F0425": {Error, "Flow too large", `
A fragment's body is put into the place of each use. A flow may have 10,000 nodes after that, and fragments may use one another seven
deep: beyond that nobody could follow where a customer stands.

Use a fragment where it is needed, and not one of fragments of fragments:

    use "first" { fragment = fragment.ask }
`},
	"F0426": {Error, "Unknown fragment", `
No fragment block of the project has this name.

Wrong:

    fragment "ask" { … }

    use "first" { fragment = fragment.asks }

Write:

    use "first" { fragment = fragment.ask }
`},
	"F0427": {Error, "Unknown parameter", `
A use gives values to the parameters that its fragment declares, and to nothing else.

Wrong:

    fragment "ask" {
      parameter "wait" { type = duration }
      …
    }

    use "first" {
      fragment = fragment.ask
      delay    = "7d"
    }

Write:

    use "first" {
      fragment = fragment.ask
      wait     = "7d"
    }
`},
	"F0428": {Error, "Missing parameter", `
The fragment declares a parameter without a default, so each use gives it a value.

Wrong:

    use "first" {
      fragment = fragment.ask
    }

Write:

    use "first" {
      fragment = fragment.ask
      wait     = "7d"
    }

Or give the parameter a default in the fragment.
`},
	"F0429": {Error, "List expression as a parameter", `
What a use gives to a parameter is put into the expressions of the fragment, and a for-expression cannot be put into another one.

Wrong:

    use "first" {
      fragment = fragment.ask
      large    = length([for o in customer.orders : o if o.total > 100]) > 0
    }

Write a segment, and name it:

    use "first" {
      fragment = fragment.ask
      large    = segment.large_buyers
    }
`},
	"F0430": {Error, "Fragment that uses itself", `
A fragment's body is put into the place of its use. One that uses itself, directly or through others, would have no end.

Wrong:

    fragment "ask" {
      …
      use "again" { fragment = fragment.ask }
    }

Write:

    repeat "ask" {
      every = "7d"
      times = 3
      …
    }
`},
	"F0432": {Error, "Nothing in here", `
The text or the list is empty, and something is needed in this place.

Wrong:

    subject = ""

Write:

    subject = "Your order is on its way"
`},
	"F0433": {Error, "Number out of range", `
The message says which whole numbers this place takes. Rounds are bounded so that no journey goes on for ever, connections so that no
mail server takes offence.

Wrong:

    repeat "ask" {
      every = "1d"
      times = 5000
      …
    }

Write:

    repeat "ask" {
      every = "1d"
      times = 5
      …
    }
`},
	"F0434": {Error, "Unknown word", `
This place takes one of a few words, and the message lists them.

Wrong:

    kind = "promotional"

Write:

    kind = "marketing"
`},
	"F0435": {Error, "Not a share", `
A share is a number with a percent sign, in quotes: more than 0% and less than 100%, with at most four places.

Wrong:

    holdout = 0.1

Write:

    holdout = "10%"
`},
	"F0436": {Error, "Listed twice", `
The same word stands in a list twice. Once is enough, and perhaps another one was meant.

Wrong:

    on = ["tue", "wed", "tue"]

Write:

    on = ["tue", "wed", "thu"]
`},
	"F0437": {Error, "Variant with another sender", `
A step's experiment compares texts: a variant changes the subject, the preheader or the body. Mail programs treat letters of another
sender differently, so that the comparison would say nothing about the text.

Wrong:

    variant "personal" {
      weight = 1
      email {
        sender = sender.founder
      }
    }

Write two steps in an experiment on whole paths if senders are what you compare.
`},
	"F0440": {Error, "Locale that the letter has already", `
The subject, the preheader and the body of a letter are in the project's own language. A locale block adds another one.

Wrong, in a project with locale = "en":

    email {
      subject = "Thank you"
      …
      locale "en" { … }
    }

Write:

    email {
      subject = "Thank you"
      …
      locale "de" { … }
    }
`},
	"F0441": {Error, "Locale without a body", `
A letter in another language has a subject, a preheader and a body in that language. The body is a file beside the letter's own:
thank-you.de.md beside thank-you.md.

Write that file, or take the locale block out.
`},
	"F0442": {Error, "Body without a locale", `
A file such as thank-you.de.md beside thank-you.md is the letter's body in German, and German customers would read it under a subject in
another language.

Write:

    email {
      subject   = "Thank you"
      preheader = "It is on its way."
      body      = "thank-you.md"
      locale "de" {
        subject   = "Danke"
        preheader = "Es ist unterwegs."
      }
    }
`},
	"F0443": {Error, "Variant that some languages lack", `
A variant that says another subject or preheader says it in every language of the letter. Else some customers of the variant would read
the other one's text, and the comparison would be wrong for all.

Wrong, where the step has a locale "de":

    variant "gift" {
      weight = 1
      email {
        subject = "A small gift"
      }
    }

Write:

    variant "gift" {
      weight = 1
      email {
        subject = "A small gift"
        locale "de" { subject = "Ein kleines Geschenk" }
      }
    }
`},
	"F0444": {Error, "Locale that the step lacks", `
A variant changes what the step's letter says, so that it has no language that the letter lacks.

Write the locale into the step's own email block, with its subject and preheader, and the body beside the letter's.
`},
	"F0445": {Error, "Field that is built in", `
A project declares attributes beside the fields that customers, orders and products have anyway, and reads both alike.

Wrong:

    attribute "customer" "country" { type = string }

Write:

    attribute "customer" "skin_type" { type = string }
`},
	"F0446": {Error, "Attribute that is not declared", `
An update changes attributes of customers that the project declares, each to a value of its type.

Wrong:

    update { attributes = { skintype = "dry" } }

Write:

    attribute "customer" "skin_type" { type = string }

    update { attributes = { skin_type = "dry" } }
`},
}
