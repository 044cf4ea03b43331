flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "wait" {
    for        = "7d"
    if_past    = "end"      # ERROR F0415 "if_past"
    if_missing = "continue" # ERROR F0415 "if_missing"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
