flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "ask" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
  await "delivery" {
    event   = "order.delivered"
    timeout = "21d"
  }
  await "review" {
    event = ["return.requested", "review.submitted"]
    where = event.type == "return.requested" || event.rating != null
    since = step.ask
    until = after(order.placed_at, "60d")
    on_timeout {
      delay "a_day" { for = "1d" }
      end {}
    }
  }
  await "later_order" {
    event   = "order.placed"
    timeout = "3mo"
    on_timeout {
      step "remind" {
        topic = topic.tips
        email {
          subject   = "Still here?"
          preheader = "We are."
          body      = "m.md"
        }
      }
    }
  }
  step "m" {
    when = await.later_order.happened
    email {
      subject   = "Since ${date(await.review.at, "long")}"
      preheader = "Since ${date(await.later_order.at, "2 January")}."
      body      = "m.md"
    }
  }
}
