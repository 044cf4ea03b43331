flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  experiment "e" {
    variant "a" {
      weight = 0 # ERROR F0417 "0"
    }
    variant "b" {
      weight = -2 # ERROR F0417 "-2"
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
