flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  branch "b" {
    case "default" { # ERROR F0414 "default {"
      when = customer.order_count > 3
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
