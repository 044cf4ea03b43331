flow "f" {
  topic = topic.orders

  trigger = { # ERROR F0040 "no equals sign"
    event = "order.placed"
  }

  step "m" = { # ERROR F0040 "step"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
