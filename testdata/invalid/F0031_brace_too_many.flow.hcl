flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }
  } # ERROR F0031 "one } too many"

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
