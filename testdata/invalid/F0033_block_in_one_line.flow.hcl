flow "f" {
  topic = topic.orders

  trigger { event = "order.placed" }

  await "a" {
    event   = "order.delivered"
    timeout = "7d"
    on_timeout { end {} } # ERROR F0033 "No block"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
