topic "news" {
  title   = "News"
  kind    = "promotional" # ERROR F0434 "transactional" "marketing"
  consent = "opt_in"
}

topic "more" {
  title   = "More"
  kind    = "marketting" # ERROR F0434 "did you mean" "marketing"
  consent = "opt-in" # ERROR F0434 "opt_in"
}

event "warranty.registered" {
  about = "orders" # ERROR F0434 "order"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  exit "x" {
    event = "order.refunded"
    about = "person" # ERROR F0434 "customer"
  }

  delay "arrival" {
    until      = order.estimated_delivery_at
    if_past    = "stop" # ERROR F0434 "continue" "end"
    if_missing = "ends" # ERROR F0434 "did you mean" "end"
  }

  experiment "e" {
    unit = "customers" # ERROR F0434 "customer"
    variant "a" { weight = 1 }
    variant "b" { weight = 1 }
  }

  step "m" {
    on_unknown = "retry" # ERROR F0434 "hold" "resend"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
