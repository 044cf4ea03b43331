flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    subject = "Hello" # ERROR F0113 "email"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
