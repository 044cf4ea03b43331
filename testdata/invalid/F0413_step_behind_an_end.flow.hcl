flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  end {}
  step "m" { # ERROR F0413
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
