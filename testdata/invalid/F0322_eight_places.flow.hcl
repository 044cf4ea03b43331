flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = customer.order_count > 0.12345678 # ERROR F0322 "six places"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
