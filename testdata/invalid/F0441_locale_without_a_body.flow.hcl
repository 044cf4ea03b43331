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
      locale "de" { # ERROR F0441 "m.de.md"
        subject   = "Ein Wort von uns"
        preheader = "Was es Neues gibt."
      }
    }
  }
}
