flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Order ${upper(order.number}" # ERROR F0031 "Put a )"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
