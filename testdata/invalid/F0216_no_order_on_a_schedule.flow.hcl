segment "regulars" {
  where = customer.order_count > 3
}

flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    schedule = "0 9 1 * *"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "About your order ${order.number}" # ERROR F0216 "order"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
