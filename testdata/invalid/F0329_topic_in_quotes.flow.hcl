flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = "orders" # ERROR F0329 "topic.orders"

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
