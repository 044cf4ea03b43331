flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  if order.total > 100 { # ERROR F0042 "branch" "when ="
    delay "d" { for = "7d" }
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
