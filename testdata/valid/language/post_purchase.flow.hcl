flow "post_purchase" {
  title = "After the purchase"
  owner = "lifecycle@acme.example"
  topic = topic.reviews

  trigger {
    event    = "order.placed"
    where    = order.total >= 20 && order.channel != "wholesale"
    once_per = "order"
  }

  exit "refunded" {
    event = "order.refunded"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "60d"
  }

  goal "repurchased" {
    event  = "order.placed"
    about  = "customer"
    within = "120d"
  }

  step "thank_you" {
    topic = topic.orders
    email {
      subject   = "Thank you, ${coalesce(customer.first_name, "and welcome")}"
      preheader = "Order ${order.number} is with us."
      body      = "emails/thank-you.md"
    }
  }

  await "delivery" {
    event   = "order.delivered"
    timeout = "21d"
    on_timeout {
      end {}
    }
  }

  delay "let_it_be_used" {
    for = "7d"
    on  = ["tue", "wed", "thu"]
    at  = "10:00"
  }

  step "ask_review" {
    when = !goal.reviewed.reached
    email {
      subject   = "How is your ${order.items[0].title}?"
      preheader = "Two lines help the next person choose."
      body      = "emails/ask-review.md"
      locale "de" {
        subject   = "Wie ist dein ${order.items[0].title}?"
        preheader = "Zwei Zeilen helfen den Nächsten."
      }
    }
    experiment {
      hypothesis = "A question in the subject gets more reviews than a gift."
      goal       = goal.reviewed
      variant "question" { weight = 50 }
      variant "gift" {
        weight = 50
        email {
          subject = "A small gift for two lines about your ${order.items[0].title}"
          locale "de" { subject = "Ein kleines Geschenk für zwei Zeilen zu ${order.items[0].title}" }
        }
      }
    }
  }

  await "review" {
    event   = ["review.submitted", "return.requested"]
    since   = step.ask_review
    timeout = "14d"
  }

  branch "by_rating" {
    case "unhappy" {
      when = goal.reviewed.reached && goal.reviewed.event.rating <= 2
      step "tell_care" {
        webhook {
          sender = sender.care
          body   = { order = order.number, rating = goal.reviewed.event.rating }
        }
      }
      end {}
    }
    case "reviewed" {
      when = goal.reviewed.reached
      step "refer" {
        email {
          subject   = "Give a friend 10 %, get 10 %"
          preheader = "Your link is inside."
          body      = "emails/refer.md"
        }
      }
    }
    default {
      delay "give_it_time" { for = "10d" }
    }
  }

  experiment "incentive" {
    goal    = goal.repurchased
    holdout = "10%"
    variant "bundle" {
      weight = 1
      step "bundle" {
        topic = topic.offers
        email {
          subject   = "Goes with your ${order.items[0].title}"
          preheader = "Two that go with it."
          body      = "emails/bundle.md"
        }
      }
    }
    variant "discount" {
      weight = 1
      delay "wait_a_week" { for = "7d" }
      step "discount" {
        topic = topic.offers
        email {
          subject   = "10 % on your next order"
          preheader = "Good for two weeks."
          body      = "emails/discount.md"
        }
      }
    }
  }
}
