flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Again ${coalesce(customer.first_name, 0)}" # ERROR F0330 "one type"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
