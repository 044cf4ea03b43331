flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "emails\\m.md" # ERROR F0005 "separated by /"
    }
  }
}
