sender "webhook" "care" {
  url = "https://care.acme.example/hook"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "30d"
  }

  delay "wait" { for = days(customer.days_since_last_order) } # ERROR F0304 "coalesce"

  step "tell" {
    webhook {
      sender = sender.care
      body   = {
        rating = goal.reviewed.event.rating
        note   = "By ${customer.first_name}" # ERROR F0303 "coalesce"
      }
    }
  }

  branch "b" {
    case "low" {
      when = goal.reviewed.event.rating <= 2
      step "low" {
        email {
          subject   = "You gave ${goal.reviewed.event.rating} of 5"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
    default {
      step "other" {
        email {
          subject   = "You gave ${goal.reviewed.event.rating} of 5" # ERROR F0303 "goal.reviewed.reached"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
  }
}
