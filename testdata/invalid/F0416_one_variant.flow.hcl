flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  experiment "e" { # ERROR F0416 "holdout"
    variant "a" {
      weight = 1
    }
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
