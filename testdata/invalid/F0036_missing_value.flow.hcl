flow "f" {
  owner # ERROR F0036 "owner ="
  title = # ERROR F0036 "title has no value"
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = # ERROR F0036 "same line"
      order.total > 20
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
