package diag

// warningCodes are the diagnostics about what compiles and is probably not meant.
var warningCodes = map[Code]Entry{
	"W0402": {Warning, "Fragment that nobody uses", `
No flow uses this fragment, so that nobody comes by what stands in it. It is checked by itself, without the order, the goals and the nodes of
a flow around it, and may hold mistakes that only a use would show.

Write:

    use "first" { fragment = fragment.ask }
`},
	"W0403": {Warning, "Event that cannot come", `
An order is placed once. Behind the order's own event, another order.placed about the same order never comes, so that the exit, goal or
await would wait for ever.

Wrong:

    goal "repurchased" {
      event  = "order.placed"
      about  = "order"
      within = "90d"
    }

Write:

    goal "repurchased" {
      event  = "order.placed"
      within = "90d"
    }
`},
	"W0404": {Warning, "Flow without steps", `
Customers enter, and nothing happens to them. Write at least one step:

    step "thank_you" {
      email { … }
    }
`},
	"W0405": {Warning, "Way that nobody takes", `
The first case that holds is taken. Here a case above holds wherever this one does, or this one never holds.

Wrong:

    case "reviewed" { when = goal.reviewed.reached }
    case "happy"    { when = goal.reviewed.reached && goal.reviewed.event.rating >= 4 }

Write the narrower case first:

    case "happy"    { when = goal.reviewed.reached && goal.reviewed.event.rating >= 4 }
    case "reviewed" { when = goal.reviewed.reached }
`},
	"W0406": {Warning, "Repeat without a body", `
A repeat runs its body again and again. Without one it only waits, which a delay says more simply:

    delay "wait" { for = "21d" }
`},
	"W0501": {Warning, "Goal that is over before its letter", `
A goal is watched for a time after entering. The waits before the letter that works towards it add up to more, so that what comes of the
letter does not count. Each wait is taken at its longest: a time-out in full, a weekday at its farthest.

Wrong:

    goal "reviewed" {
      event  = "review.submitted"
      within = "14d"
    }
    delay "let_it_be_used" { for = "21d" }
    step "ask" { … }

Write:

    goal "reviewed" {
      event  = "review.submitted"
      within = "60d"
    }
`},
	"W0502": {Warning, "Date that is always there", `
if_missing says what happens where the date of until is absent, and this one never is.

Wrong:

    delay "wait" {
      until      = after(order.placed_at, "7d")
      if_missing = "end"
    }

Take if_missing out.
`},
	"W0503": {Warning, "Asked for an answer at once", `
A letter goes out, and in the same instant its answer is asked for. Nobody can have read it, let alone answered.

Wrong:

    step "ask" { … }
    branch "by_rating" {
      case "reviewed" { when = goal.reviewed.reached … }
    }

Write:

    step "ask" { … }
    await "review" {
      event   = "review.submitted"
      since   = step.ask
      timeout = "14d"
    }
    branch "by_rating" {
      case "reviewed" { when = goal.reviewed.reached … }
    }
`},
	"W0611": {Warning, "Longer than is shown", `
Mail programs show about 60 characters of a subject, fewer on a phone, and about 110 of a preheader. What is put in for a customer comes
on top of what is written.

Wrong:

    subject = "We wanted to let you know that your order has now left our warehouse and is on its way"

Write:

    subject = "Your order is on its way"
`},
	"W0612": {Warning, "Preheader that says nothing new", `
Mail programs show the preheader behind the subject. Two times the same is a line lost.

Wrong:

    subject   = "Your order is on its way"
    preheader = "Your order is on its way"

Write:

    subject   = "Your order is on its way"
    preheader = "Follow it to your door."
`},
	"W0802": {Warning, "Accent that links cannot have", `
Links are of the accent colour and stand on white. At a contrast of less than 4.5 to 1 (WCAG 2, 1.4.3) many people cannot read them, so
that the layout darkens them: the letters then show two colours, one on buttons and a darker one in the text.

Wrong:

    accent = "#ffcc00"

Write the darker colour that the message names, and both are the same.
`},
	"W0801": {Warning, "Secret in the source", `
A password or a signing key in a file is in its history for ever, and in every copy of it.

Wrong:

    smtp = "smtps://acme:hunter2@mail.acme.example:465"

Write:

    smtp = env("SMTP_URL")
`},
}
