flow "f" {
  topic         = topic.orders
  if_already_in = "restart" # ERROR F0409 "schedule" "ignore"

  trigger {
    schedule = "0 9 1 * *"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

segment "regulars" { where = customer.order_count > 3 }
