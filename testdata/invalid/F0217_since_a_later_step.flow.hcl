flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  await "review" {
    event   = "review.submitted"
    since   = step.m # ERROR F0217 "before"
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
