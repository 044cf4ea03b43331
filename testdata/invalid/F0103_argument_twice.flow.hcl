flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    event = "order.paid" # ERROR F0103 "line 5"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
