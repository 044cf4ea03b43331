segment "regulars" {
  where = customer.order_count > 3
}

flow "f" {
  topic = topic.orders

  trigger {
    event    = "order.placed"
    audience = segment.regulars # ERROR F0407 "where = segment.NAME"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
