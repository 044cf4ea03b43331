flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Hello ${customer.first_name}" # ERROR F0303 "coalesce"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
