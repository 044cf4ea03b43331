flow "care" {
  topic = topic.orders

  trigger {
    event = "return.requested"
  }

  delay "look" { for = "3d" }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "refill" {
  topic         = topic.offers
  holdout       = "10%"
  if_already_in = "ignore"

  trigger {
    event = "order.placed"
    where = item.product.refill_days != null && item.quantity < 3
    each  = "item"
  }

  exit "in_care" {
    when = flow.care.active
  }

  exit "refunded" {
    event = "order.refunded"
  }

  delay "refill" { for = days(coalesce(item.product.refill_days, 30)) }

  step "m" {
    stale_after = "5d"
    priority    = 10
    email {
      subject   = "Time for another ${item.title}?"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "quiz" {
  topic = topic.tips

  trigger {
    event    = "question.answered"
    once_per = "event"
  }

  step "note" {
    update {
      attributes = { skin_type = lower(coalesce(trigger.event.body, "")) }
      tags       = ["quiz"]
    }
  }
}

flow "dry_skin" {
  topic         = topic.tips
  if_already_in = "restart"

  trigger {
    segment  = segment.dry
    where    = customer.order_count > 1
    once_per = "90d"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
