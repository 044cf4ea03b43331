flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  experiment "a" {
    holdout = "0.1" # ERROR F0435
    variant "a" { weight = 1 }
  }
  experiment "b" {
    holdout = "100%" # ERROR F0435 "between"
    variant "a" { weight = 1 }
  }
  experiment "c" {
    holdout = "10" # ERROR F0435 "10%"
    variant "a" { weight = 1 }
  }
  experiment "d" {
    holdout = 0.1 # ERROR F0301 "text"
    variant "a" { weight = 1 }
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
