flow "f" {

  trigger {
    event = "order.placed"
  }

  step "m" {
    email { # ERROR F0411 "topic = topic.NAME"
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
