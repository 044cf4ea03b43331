flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = text::contains(order.tags, "x") # ERROR F0044 "plain names"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
