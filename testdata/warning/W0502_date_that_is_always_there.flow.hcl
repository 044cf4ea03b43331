flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "wait" {
    until      = after(order.placed_at, "7d")
    if_missing = "end" # WARNING W0502 "always there"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
