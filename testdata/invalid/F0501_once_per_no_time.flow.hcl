flow "f" {
  topic = topic.orders

  trigger {
    event    = "order.placed"
    once_per = "0d" # ERROR F0501
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
