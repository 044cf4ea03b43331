flow "f" { # ERROR F0030 "The block flow" "not closed"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }

segment "vips" {
  where = customer.order_count > 3
}
