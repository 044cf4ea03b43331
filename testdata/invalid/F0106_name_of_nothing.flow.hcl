segment "" { # ERROR F0106 "no name"
  where = customer.order_count > 1
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "" { # ERROR F0106 "no name"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
