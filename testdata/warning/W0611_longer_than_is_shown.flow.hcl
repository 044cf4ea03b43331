flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "We wanted to let you know that your order ${order.number} has left our house" # WARNING W0611 "60"
      preheader = "It has been packed by hand, it has been given to the carrier, and it will be with you as soon as the roads allow, perhaps sooner." # WARNING W0611 "110"
      body      = "m.md"
    }
  }
}
