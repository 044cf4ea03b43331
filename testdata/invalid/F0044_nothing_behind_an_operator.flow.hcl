flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = (order.total > ) # ERROR F0044 "A value is expected"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
