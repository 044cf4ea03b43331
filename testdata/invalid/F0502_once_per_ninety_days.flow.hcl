flow "f" {
  topic = topic.orders

  trigger {
    event    = "order.placed"
    once_per = "90 days" # ERROR F0502 "90d"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
