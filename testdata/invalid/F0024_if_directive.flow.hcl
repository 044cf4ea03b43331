flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Your order%{ if order.sequence > 1 } again%{ endif }" # ERROR F0024 "condition"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
