flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Order ${order.number} is with us"
      preheader = "Order ${order.number} is with us" # WARNING W0612
      body      = "m.md"
    }
  }
}
