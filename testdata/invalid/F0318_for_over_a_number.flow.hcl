flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = any([for o in customer.order_count : o > 1]) # ERROR F0318 "no list"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
