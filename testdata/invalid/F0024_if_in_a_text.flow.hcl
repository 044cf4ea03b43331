flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Hello%{ if customer.order_count > 1 } again%{ endif }" # ERROR F0024 "? \"again\""
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
