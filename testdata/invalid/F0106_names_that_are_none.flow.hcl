flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "a name" { # ERROR F0106 "a name"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

event "warranty" {} # ERROR F0106 "warranty.registered"
