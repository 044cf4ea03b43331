flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  repeat "r" {
    every = "7d"
    times = order.sequence # ERROR F0324 "the rounds"
    delay "wait" {
      for = "1d"
      at  = order.number # ERROR F0324 "the hour"
    }
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
