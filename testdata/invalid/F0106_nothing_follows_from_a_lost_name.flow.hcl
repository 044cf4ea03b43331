topic "my orders" { # ERROR F0106
  title = "Your orders"
  kind  = "transactional"
}

segment { # ERROR F0104
  where = customer.order_count > 3
}

segment "vops" {
  where = customer.order_count > 9
}

topic "news" {
  kind    = "marketing"
  consent = "opt_in"
  caption = "News" # ERROR F0102 "title"
}

flow "f" {
  topic = topic.my_orders

  trigger {
    event = "order.placed"
    where = segment.vips
  }

  delay "d" {
    hours = 5 # ERROR F0102
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
