flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = (order.total > 20 && order.channel == "online" # ERROR F0031 "Put a )"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
