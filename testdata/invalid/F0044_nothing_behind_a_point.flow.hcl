flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order. > 20 # ERROR F0044 "After the point"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
