# One well-timed question: 7 days after delivery for regulars, 10 and with a lighter touch for first-time buyers.

flow "review_request" {
  title = "How is it?"
  owner = "lifecycle@acme.example"
  topic = topic.reviews

  trigger {
    event = "order.delivered"
  }

  exit "sent_back" {
    event = ["order.refunded", "return.requested", "order.cancelled"]
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "60d"
  }

  branch "who" {
    case "first_time" {
      when = segment.first_time_buyers

      delay "time_to_try" {
        for = "10d"
        on  = ["tue", "wed", "thu"]
        at  = "10:00"
      }

      step "ask_gently" {
        when = !goal.reviewed.reached
        email {
          subject   = "Is the ${order.items[0].title} what you hoped for?"
          preheader = "One line is plenty."
          body      = "ask-gently.md"
        }
      }
    }

    default {
      delay "time_to_use" {
        for = "7d"
        on  = ["tue", "wed", "thu"]
        at  = "10:00"
      }

      step "ask" {
        when = !goal.reviewed.reached
        email {
          subject   = "How is your ${order.items[0].title}?"
          preheader = "Two lines help the next person choose."
          body      = "ask.md"

          locale "de" {
            subject   = "Wie ist dein ${order.items[0].title}?"
            preheader = "Zwei Zeilen helfen den Nächsten."
          }
        }

        experiment {
          hypothesis = "A question about the product gets more reviews than a plea for help."
          goal       = goal.reviewed
          variant "question" { weight = 50 }

          variant "help" {
            weight = 50
            email {
              subject = "Would you help the next person choose?"
              locale "de" { subject = "Hilfst du den Nächsten beim Aussuchen?" }
            }
          }
        }
      }
    }
  }

  await "review" {
    event   = "review.submitted"
    timeout = "14d"

    on_timeout {
      step "remind" {
        when = !goal.reviewed.reached
        email {
          subject   = "Last time we ask: your ${order.items[0].title}"
          preheader = "And then we leave you in peace."
          body      = "remind.md"
        }
      }
    }
  }
}
