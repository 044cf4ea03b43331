flow "f" {
  topic         = topic.orders
  if_already_in = "parallel" # WARNING W0407 "once for ever"

  trigger {
    event    = "order.placed"
    once_per = "customer"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
