flow "f" { # ERROR F0109 "trigger"
  topic = topic.orders

  exit "x" {
    event = "order.refunded"
  }

  delay "d" {
    until = after(order.placed_at, "7d")
  }

  step "m" {
    when = order.total > 20
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
