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
    since   = step.aks # ERROR F0209 "did you mean" "ask"
    timeout = "14d"
  }
}
