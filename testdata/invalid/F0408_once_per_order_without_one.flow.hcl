flow "f" {
  topic = topic.orders

  trigger {
    event    = "customer.created"
    once_per = "order" # ERROR F0408 "customer.created"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
