segment "vips" {
  where = "vip" in customer.tags # ERROR F0039 "contains("
}

segment "acme" {
  where = customer.email like "%acme%" # ERROR F0039 "contains("
}

flow "f" {
  title = Thank you very much # ERROR F0044 "put it in quotes"
  topic = topic.orders

  trigger {
    event        = "order.placed"
    where        = order.total > 20,50 # ERROR F0044 "20.50"
    enter_within = 3 days # ERROR F0044 "\"3d\""
  }

  delay "d" {
    for = 7d # ERROR F0044 "\"7d\"" "quotes"
    at  = 10:00 # ERROR F0044 "\"10:00\"" "quotes"
  }

  experiment "x" {
    holdout = 10% # ERROR F0044 "\"10%\"" "quotes"
    variant "a" { weight = 50% } # ERROR F0044 "percent"
    variant "b" { weight = 50 }
  }

  step "m" {
    email {
      subject   = "We say "thanks" to you" # ERROR F0044 "\""
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
