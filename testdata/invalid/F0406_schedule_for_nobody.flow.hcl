flow "f" {
  topic = topic.orders

  trigger { # ERROR F0406 "audience = segment.NAME"
    schedule = "0 9 1 * *"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
