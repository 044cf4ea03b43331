runner {
  connections = 100 # ERROR F0433 "1 to 64"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  repeat "r" {
    every = "1d"
    times = 5000 # ERROR F0433 "1 to 1000"
    delay "a" { for = "1d" }
  }
  repeat "q" {
    every = "1d"
    times = 1.5 # ERROR F0433 "whole"
    delay "b" { for = "1d" }
  }
  experiment "e" {
    generation = 0 # ERROR F0433 "generation"
    variant "x" { weight = 1 }
    variant "y" { weight = 1 }
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
