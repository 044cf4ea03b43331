flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "30d"
  }

  delay "wait" { for = "7d" }

  branch "by_rating" {
    case "reviewed" {
      when = goal.reviewed.reached
      delay "a" { for = "1d" }
    }
    case "happy" {
      when = goal.reviewed.reached && goal.reviewed.event.rating >= 4 # WARNING W0405 "narrower"
      delay "b" { for = "1d" }
    }
    case "never" {
      when = false # WARNING W0405 "never holds"
      delay "c" { for = "1d" }
    }
    case "all" {
      when = true
      delay "d" { for = "1d" }
    }
    case "more" { # WARNING W0405 "everybody"
      when = customer.order_count > 1
      delay "e" { for = "1d" }
    }
    default { # WARNING W0405 "everybody"
      delay "f" { for = "1d" }
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
