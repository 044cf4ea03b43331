flow "f" {
  A flow for new customers # ERROR F0045 "neither"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  order.total > 20 # ERROR F0045 "title ="

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
