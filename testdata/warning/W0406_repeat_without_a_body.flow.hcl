flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  repeat "r" { # WARNING W0406
    every = "7d"
    times = 3
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
