flow "welcome" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = flow.welcom.active ? "Again" : "Hello" # ERROR F0211 "welcome"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
