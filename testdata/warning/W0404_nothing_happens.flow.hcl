flow "f" { # WARNING W0404
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

}
