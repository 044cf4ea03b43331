flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
    experiment { # ERROR F0416
      variant "a" { weight = 1 }
    }
  }
}
