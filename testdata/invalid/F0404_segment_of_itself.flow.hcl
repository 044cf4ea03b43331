segment "loyal" {
  where = customer.order_count > 2 || segment.loyal # ERROR F0404 "loyal names loyal"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = segment.loyal
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
