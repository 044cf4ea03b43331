brand { # ERROR F0703 "postal_address"
  name = "Acme"
}

flow "f" {
  topic = topic.tips

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
