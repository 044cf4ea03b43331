segment "regulars" {
  where = customer.order_count > 3
}

flow "f" {
  topic = topic.orders

  trigger {
    schedule = "0 9 1 * *"
    audience = segment.regulars
    where    = customer.order_count > 5 # ERROR F0407 "audience"
    once_per = "customer" # ERROR F0407 "each customer of the audience"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
