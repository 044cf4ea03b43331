flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "d" {
    on = ["tue", "wed" # ERROR F0031 "Put a ]"
    at = "10:00"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
