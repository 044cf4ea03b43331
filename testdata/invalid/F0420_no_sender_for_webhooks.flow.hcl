flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "tell" {
    webhook { # ERROR F0420 "sender \"webhook\" \"default\""
      body = { order = order.number }
    }
  }
}
