flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "remind" {
    when = !step.ask.sent # ERROR F0217 "ask"
    email {
      subject   = "Once more"
      preheader = "Two lines help."
      body      = "m.md"
    }
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
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
