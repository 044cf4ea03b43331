sender "webhook" "care" {
  url    = env("CARE_URL")
  secret = env("CARE_SECRET")
}

flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "tell_care" {
    webhook {
      sender = sender.cares # ERROR F0214 "care"
      body   = { order = order.number }
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
