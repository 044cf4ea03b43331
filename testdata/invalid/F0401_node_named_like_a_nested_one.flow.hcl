flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  await "w" {
    event   = "order.delivered"
    timeout = "7d"
    on_timeout {
      delay "d" { for = "1d" }
    }
  }
  repeat "r" {
    every = "1d"
    times = 2
    experiment "w" { # ERROR F0401 "line 8"
      variant "a" {
        weight = 1
        delay "d" { for = "1d" } # ERROR F0401 "line 12"
      }
      variant "b" { weight = 1 }
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
