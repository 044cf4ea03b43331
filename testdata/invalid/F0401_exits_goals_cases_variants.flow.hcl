flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "bought" {
    event  = "order.placed"
    within = "30d"
  }

  goal "bought" { # ERROR F0401 "goal" "stands once in a flow"
    event  = "order.placed"
    within = "60d"
  }

  exit "refunded" {
    event = "order.refunded"
  }

  exit "refunded" { # ERROR F0401 "exit"
    event = "order.cancelled"
  }

  branch "b" {
    case "many" {
      when = customer.order_count > 3
    }
    case "many" { # ERROR F0401 "case"
      when = customer.order_count > 1
    }
  }

  experiment "e" {
    variant "a" {
      weight = 1
    }
    variant "a" { # ERROR F0401 "variant"
      weight = 1
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
