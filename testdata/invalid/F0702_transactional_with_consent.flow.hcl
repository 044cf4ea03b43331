topic "service" {
  title   = "Service"
  kind    = "transactional"
  consent = "opt_out" # ERROR F0702
}

flow "f" {
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
