flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  trigger { # ERROR F0110 "line 4"
    event = "order.paid"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
