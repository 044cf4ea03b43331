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
  await "review" {
    event   = "review.submitted"
    since   = "ask" # ERROR F0329 "step.NAME"
    timeout = "14d"
  }
}
