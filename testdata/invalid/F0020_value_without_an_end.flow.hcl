flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      # ERROR+1 F0020 "${ has no }"
      subject   = "Thank you, ${order.number"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
