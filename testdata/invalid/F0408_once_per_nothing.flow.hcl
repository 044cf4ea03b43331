flow "f" {
  topic = topic.orders

  trigger { # ERROR F0408 "review.submitted" "90d"
    event = "review.submitted"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
