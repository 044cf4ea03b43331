flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  branch "b" {
    case "regulars" {
      when = customer.order_count > 3
      end {}
    }
    default {
      end {}
    }
  }
  delay "wait" { for = "7d" } # ERROR F0413
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
