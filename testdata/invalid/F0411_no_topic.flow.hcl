flow "f" {

  trigger {
    event = "order.placed"
  }

  step "m" { # ERROR F0411 "topic = topic.NAME"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
