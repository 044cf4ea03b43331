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
      subject   = step.askk.sent ? "Again" : "Hello" # ERROR F0209 "Did you mean"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
