flow "f" {
  topic = topic.orders

  trigger
  { # ERROR F0032 "line of its word"
    event = "order.placed"
  }

  step "m"
  { # ERROR F0032 "step"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
