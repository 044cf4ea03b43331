flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.total > 20) # ERROR F0031 "closes nothing"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
