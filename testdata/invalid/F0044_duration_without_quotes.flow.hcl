flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "d" { for = 7d } # ERROR F0044

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
