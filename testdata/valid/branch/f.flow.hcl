segment "regulars" {
  title = "Regulars"
  where = customer.order_count > 3
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "60d"
    exit   = false
  }

  delay "wait" { for = "7d" }

  branch "by_name" {
    case "nameless" {
      when = customer.first_name == null
      end {}
    }
    case "unrated" {
      when = !goal.reviewed.reached
      delay "more" { for = "7d" }
      branch "inner" {
        case "regular" {
          when = segment.regulars
        }
        default {
          end {}
        }
      }
    }
  }
  step "m" {
    email {
      subject   = "Hello ${customer.first_name}"
      preheader = "What is new with us."
      body      = "n.md"
    }
  }
  branch "empty_ways" {
    case "one" {
      when = order.total > 20
    }
    default {}
  }
}
