flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  exit "x" {
    event = ["order.refunded", "order.cancelled", "order.refunded"] # ERROR F0436 "order.refunded"
  }

  delay "wait" {
    on = ["tue", "wed", "tue"] # ERROR F0436 "tue"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
