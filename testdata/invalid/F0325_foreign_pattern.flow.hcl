flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "Since ${date(order.placed_at, "DD.MM.YYYY")}" # ERROR F0325 "another program"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
