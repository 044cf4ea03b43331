flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : order.total > 1 ? true : false # ERROR F0010 "64" "names"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
