flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Order ${coalesce(order.number, "of yours")}" # WARNING W0302 "never absent"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
