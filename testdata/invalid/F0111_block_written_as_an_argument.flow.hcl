flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email = "m.md" # ERROR F0111 "braces"
  }
}
