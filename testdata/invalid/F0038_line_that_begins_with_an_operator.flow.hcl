flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.total > 20
      && order.channel == "online" # ERROR F0038 "end of the line above" "brackets"
      && order.sequence > 1
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
