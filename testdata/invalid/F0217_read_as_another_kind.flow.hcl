flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "wait" { for = "7d" }
  step "m" {
    when = step.wait.sent # ERROR F0217 "wait" "is a delay"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
