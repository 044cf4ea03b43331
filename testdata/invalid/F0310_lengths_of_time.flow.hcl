defaults {
  enter_within = "3 days" # ERROR F0310 "3d"
}

flow "f" {
  topic = topic.orders

  trigger {
    event        = "order.placed"
    enter_within = "1M" # ERROR F0310 "1mo"
  }

  goal "bought" {
    event  = "order.placed"
    within = "60" # ERROR F0310 "60d"
  }

  delay "a" { for = "7 days" } # ERROR F0310 "7d"
  delay "b" { for = "1d12h" } # ERROR F0310 "two units"
  delay "c" { for = "-1d" } # ERROR F0310 "negative"
  delay "d" { for = 7 } # ERROR F0301 "7d"
  delay "e" { for = "9999d" } # ERROR F0310 "ten years"

  await "delivery" {
    event   = "order.delivered"
    timeout = "a fortnight" # ERROR F0310
  }

  repeat "r" {
    every = "1 week" # ERROR F0310 "1w"
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
