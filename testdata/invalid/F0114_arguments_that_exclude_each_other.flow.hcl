flow "f" {
  topic = topic.orders

  trigger { # ERROR F0114 "event" "schedule"
    event    = "order.placed"
    schedule = "0 9 1 * *"
  }

  delay "d" { # ERROR F0114 "for" "until"
    for   = "7d"
    until = order.placed_at
  }
  await "a" { # ERROR F0114 "timeout" "until"
    event   = "order.delivered"
    timeout = "7d"
    until   = after(order.placed_at, "7d")
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
