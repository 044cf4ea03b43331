flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "again" {
    event  = "order.placed"
    about  = "order" # WARNING W0403 "customer"
    within = "30d"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
