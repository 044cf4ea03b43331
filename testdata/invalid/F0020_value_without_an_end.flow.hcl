flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Thank you, ${order.number" # ERROR F0020 "${ has no }"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
