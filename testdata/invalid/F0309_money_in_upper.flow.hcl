flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "For ${upper(order.total)}" # ERROR F0309 "money(order.total)"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
