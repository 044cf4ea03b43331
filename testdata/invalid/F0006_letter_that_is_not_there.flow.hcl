flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "mm.md" # ERROR F0006 "mm.md" "did you mean" "m.md"
    }
  }
}
