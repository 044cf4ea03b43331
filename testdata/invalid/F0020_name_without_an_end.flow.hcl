flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "d { # ERROR F0020
    for = "7d"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
