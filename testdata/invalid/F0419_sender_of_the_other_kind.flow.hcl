sender "webhook" "care" {
  url = "https://care.acme.example/hook"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
      sender    = sender.care # ERROR F0419 "webhook"
    }
  }

  step "tell" {
    webhook {
      sender = sender.default # ERROR F0419 "email"
      body   = { order = order.number }
    }
  }
}
