flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placd" # ERROR F0213 "did you mean" "order.placed"
    where = order.totl > 20 # ERROR F0203 "did you mean" "total"
  }

  exit "x" {
    event = "order.refundet" # ERROR F0213 "did you mean" "order.refunded"
    where = event.amont > 5 # ERROR F0203 "did you mean" "amount"
  }

  goal "g" {
    event  = ["order.placed", "review.submited"] # ERROR F0213 "review.submitted"
    within = "30d"
  }

  await "w" {
    event   = "something.else" # ERROR F0213 "event block"
    timeout = "7d"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
