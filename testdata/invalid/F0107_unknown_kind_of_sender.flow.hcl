sender "emial" "a" { # ERROR F0107 "did you mean" "email"
  from = "a@acme.example"
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
    }
  }
}
