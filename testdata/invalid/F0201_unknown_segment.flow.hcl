segment "vips" {
  where = customer.order_count > 3
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = segment.vip # ERROR F0201 "did you mean" "vips"
  }

  step "m" {
    email {
      subject   = "s"
      preheader = "A word from us."
      body      = "m.md"
    }
  }
}
