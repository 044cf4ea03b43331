flow "f" {
  title = "Grüße" # ERROR F0007 "UTF-8"
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
  }
}
