flow "f" {
  owner = lifecycle@acme.example # ERROR F0008 "@" "in quotes"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
