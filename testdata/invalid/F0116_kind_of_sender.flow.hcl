sender "sms" "a" { # ERROR F0116 "sms" "not know it yet"
  from = "Acme"
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
