flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "wait" { for = "7d" }
  await "review" {
    event   = "review.submitted"
    since   = step.wait # ERROR F0217 "delay"
    timeout = "14d"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
