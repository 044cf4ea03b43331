# An honest suggestion, three weeks after delivery, to those who asked for offers and have not ordered again.

flow "cross_sell" {
  title = "Goes with it"
  owner = "lifecycle@acme.example"
  topic = topic.offers

  trigger {
    event = "order.delivered"
    where = order.total >= 15
  }

  exit "bought_again" {
    event = "order.placed"
  }

  exit "sent_back" {
    event = ["order.refunded", "return.requested"]
  }

  goal "repurchased" {
    event  = "order.placed"
    about  = "customer"
    within = "90d"
  }

  delay "until_it_is_half_empty" {
    for = "21d"
    on  = ["mon", "tue", "wed", "thu"]
    at  = "17:30"
  }

  experiment "suggestion" {
    goal    = goal.repurchased
    holdout = "10%"

    variant "routine" {
      weight = 1
      step "routine" {
        email {
          subject   = "What goes with your ${order.items[0].title}"
          preheader = "One thing, not ten."
          body      = "routine.md"
        }
      }
    }

    variant "refill" {
      weight = 1
      step "refill" {
        email {
          subject   = "Your ${order.items[0].title} may be half empty"
          preheader = "In case you would like to have the next one in time."
          body      = "refill.md"
        }
      }
    }
  }
}
