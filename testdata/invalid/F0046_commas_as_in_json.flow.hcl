flow "f" {
  title = "A flow", # ERROR F0046 "line break"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "d" {
    for = "7d"
  }, # ERROR F0046 "line break"

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
