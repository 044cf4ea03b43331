flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email { # ERROR F0030 "email" "line 13"
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
  }

  delay "d" { for = "7d" }

  step "n" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

segment "vips" {
  where = customer.order_count > 3
}
