flow "f" {
  topic = topic.orders

  title { # ERROR F0112 "title ="
  }

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
