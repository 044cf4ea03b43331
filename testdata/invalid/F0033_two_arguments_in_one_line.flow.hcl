flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "d" { for = "7d" at = "10:00" } # ERROR F0033 "each argument on a line of its own"

  delay "e" { for = "7d", at = "10:00" } # ERROR F0033 "one argument"

  delay "g" { for = "7d" # ERROR F0033 "behind the {"
    at = "10:00"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
