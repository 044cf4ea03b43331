segment "regulars" {
  title = "Regulars"
  where = customer.order_count > 3
}

flow "on_schedule" {
  topic = topic.offers

  trigger {
    schedule     = "0 9 1 * *"
    audience     = segment.regulars && customer.country == "DE"
    enter_within = "6h"
  }

  exit "bought" {
    event = ["order.placed", "order.paid"]
    where = event.type == "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "on_review" {
  topic   = topic.tips
  enabled = false

  trigger {
    event    = "review.submitted"
    where    = event.rating >= 4 && trigger.event.product.title != ""
    once_per = "90d"
  }

  exit "refunded" {
    event = "order.refunded"
    where = event.amount > 10
  }

  step "m" {
    email {
      subject   = "Thank you for ${title(trigger.event.product.title)}"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "on_new_customer" {
  topic = topic.offers

  trigger {
    event    = "customer.created"
    once_per = "customer"
  }

  step "m" {
    when = !flow.on_review.active
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "on_each_paid" {
  topic = topic.orders

  trigger {
    event        = "order.paid"
    once_per     = "event"
    enter_within = "1mo"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
