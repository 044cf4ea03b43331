flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "m" { for = "7d" }
  branch "b" {
    case "regulars" {
      when = customer.order_count > 3
      step "m" { # ERROR F0401 "line 8" "whatever its kind"
        email {
          subject   = "A word from us"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
  }
}
