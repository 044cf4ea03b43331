flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.total > 1e999 # ERROR F0012 "twelve digits"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
