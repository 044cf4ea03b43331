flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "emails/m.md" # ERROR F0006
    }
  }
  step "n" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "../m.md" # ERROR F0005 "out of the project"
    }
  }
  step "o" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "n.md" # ERROR F0006 "did you mean" "m.md"
    }
  }
}
