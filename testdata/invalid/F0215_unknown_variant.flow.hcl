flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  experiment "offer" {
    variant "gift" { weight = 1 }
    variant "discount" { weight = 1 }
  }

  step "m" {
    when = experiment.offer.variant == "discont" # ERROR F0215 "did you mean" "discount"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }

  step "n" {
    when = order.channel == "instore" # ERROR F0215 "in_store"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
