flow "f" {
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

  segment "vips" { # ERROR F0113 "top of a file"
    where = customer.order_count > 3
  }
}

goal "g" { # ERROR F0113 "flow"
  event  = "order.placed"
  within = "30d"
}
