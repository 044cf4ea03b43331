segmnt "vips" { # ERROR F0101 "did you mean" "segment"
  where = customer.order_count > 3
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = segment.vips
  }

  wait "d" { # ERROR F0101 "delay"
    for = "7d"
  }
  stpe "m" { # ERROR F0101 "did you mean" "step"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
