sender "webhook" "care" {
  url = "https://care.acme.example/hook"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "tell" {
    topic      = topic.orders # ERROR F0421 "topic"
    on_unknown = "resend"     # ERROR F0421 "on_unknown"
    webhook {
      sender = sender.care
      body   = { order = order.number }
    }
    experiment { # ERROR F0421
      variant "a" { weight = 1 }
      variant "b" { weight = 1 }
    }
  }
}
