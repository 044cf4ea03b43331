flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "You paid ${order.total}" # ERROR F0317 "money(order.total)"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
