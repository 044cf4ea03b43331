defaults {
  enter_within = "0d" # ERROR F0501 "entering"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "bought" {
    event  = "order.placed"
    within = "0s" # ERROR F0501 "the goal"
  }

  delay "wait" { for = "0d" } # ERROR F0501 "the delay"

  await "delivery" {
    event   = "order.delivered"
    timeout = "0h" # ERROR F0501 "the time-out"
  }

  repeat "r" {
    every = "0m" # ERROR F0501 "the rounds"
    times = 2
    delay "again" { for = "1d" }
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
