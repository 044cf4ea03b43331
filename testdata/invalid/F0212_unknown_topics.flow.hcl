flow "f" {
  topic = topic.order # ERROR F0212 "did you mean" "orders"

  trigger {
    event = "order.placed"
  }

  step "a" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
  step "m" {
    topic = topic.tipps # ERROR F0212 "did you mean" "tips"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
