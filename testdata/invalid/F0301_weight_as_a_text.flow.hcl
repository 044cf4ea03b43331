flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  experiment "e" {
    variant "a" {
      weight = "50" # ERROR F0301 "number"
    }
    variant "b" {
      weight = 50
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
