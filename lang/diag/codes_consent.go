package diag

// consentCodes are the diagnostics about consent and identity.
var consentCodes = map[Code]Entry{
	"F0701": {Error, "Marketing without a rule of consent", `
Most customers never choose. A marketing topic says what they are taken to have chosen, and this is never left to the tool.

Wrong:

    topic "reviews" {
      title = "Review requests"
      kind  = "marketing"
    }

Write:

    topic "reviews" {
      title   = "Review requests"
      kind    = "marketing"
      consent = "opt_in"
    }
`},
	"F0702": {Error, "Consent where none is asked", `
What is owed with an order, such as its confirmation, goes out whatever the marketing consent. Such a topic has none.

Wrong:

    topic "orders" {
      title   = "Your orders"
      kind    = "transactional"
      consent = "opt_out"
    }

Write:

    topic "orders" {
      title = "Your orders"
      kind  = "transactional"
    }
`},
	"F0703": {Error, "No postal address", `
The laws of many countries want the sender's postal address in every marketing letter. The layout shows the one of the brand block.

Write:

    brand {
      name           = "Acme"
      postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
    }
`},
	"F0704": {Error, "Not a mail address", `
An address has a name of letters, digits and a few signs, an @, and a domain with a dot. What servers in use refuse is refused here: no
quotes before the @, no address of digits behind it.

Wrong:

    from = "hello@localhost"

Write:

    from = "Acme <hello@acme.example>"
`},
	"F0705": {Error, "Advertising in a transactional letter", `
Asking for a review or a recommendation is advertising, also where it stands under a receipt: courts have said so. A transactional topic
goes out to people who refused advertising.

Wrong:

    topic "orders" { kind = "transactional" … }

    Your order is on its way. [Leave a review](${links.review})

Write a step of its own, with a marketing topic:

    step "ask" {
      topic = topic.reviews
      …
    }
`},
	"F0706": {Error, "Nothing is implied", `
implied_for ends the consent that a purchase implies, so long after the customer's last one. Where consent is opt_in nobody is taken to have
agreed who did not say so, and nothing can end.

Wrong:

    consent     = "opt_in"
    implied_for = "24mo"

Write:

    consent     = "opt_out"
    implied_for = "24mo"
`},
	"F0707": {Error, "Transactional topic where marketing is meant", `
Who is held out of marketing still gets what is owed with an order, so a holdout names marketing topics only.

Wrong:

    holdout "programme" {
      size   = "5%"
      topics = [topic.orders]
    }

Write:

    holdout "programme" {
      size   = "5%"
      topics = [topic.reviews, topic.offers]
    }
`},
}
