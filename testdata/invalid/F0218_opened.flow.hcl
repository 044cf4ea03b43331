flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "ask" {
    email {
      subject   = "How is it?"
      preheader = "Two lines help."
      body      = "m.md"
    }
  }

  step "m" {
    email {
      subject   = step.ask.opened ? "Again" : "Hello" # ERROR F0218 "clicked"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
