flow "f" {
  topic = topic.orders

  trigger {
    event    = "order.placed"
    once_per = "costumer" # ERROR F0434 "did you mean" "customer"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
