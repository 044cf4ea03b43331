flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "About ${order.items.title}" # ERROR F0319 "[0].title"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
