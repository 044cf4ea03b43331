flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "About ${order.items[-1].title}" # ERROR F0320 "from 0"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
