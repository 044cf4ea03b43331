flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "arrival" {
    until = order.estimated_delivery_at # ERROR F0505 "if_missing"
  }

  await "delivery" {
    event = "order.delivered"
    until = order.estimated_delivery_at # ERROR F0505 "coalesce"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
