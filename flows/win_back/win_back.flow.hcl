# Three months after the last order: one hello, and one more a month later. Each order begins its own clock and ends the one before.

flow "win_back" {
  title = "It has been a while"
  owner = "lifecycle@acme.example"
  topic = topic.offers

  trigger {
    event = "order.placed"
    where = order.channel != "wholesale"
  }

  exit "bought_again" {
    event = "order.placed"
  }

  exit "refunded" {
    event = ["order.refunded", "order.cancelled"]
  }

  goal "won_back" {
    event  = "order.placed"
    about  = "customer"
    within = "180d"
  }

  delay "a_quarter" {
    for = "90d"
    on  = ["sat", "sun"]
    at  = "10:30"
  }

  step "hello_again" {
    email {
      subject   = "It has been a while, ${coalesce(customer.first_name, "hello")}"
      preheader = "What has changed since your last order."
      body      = "hello-again.md"
    }
  }

  delay "another_month" {
    for = "30d"
    on  = ["sat", "sun"]
    at  = "10:30"
  }

  step "last_word" {
    email {
      subject   = "Shall we stay in touch?"
      preheader = "A click keeps the letters coming; silence ends them."
      body      = "last-word.md"
    }
  }
}
