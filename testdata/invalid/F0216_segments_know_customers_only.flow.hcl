segment "a" {
  where = order.total > 5 # ERROR F0216 "customer.orders"
}

segment "b" {
  where = flow.f.active # ERROR F0216
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
