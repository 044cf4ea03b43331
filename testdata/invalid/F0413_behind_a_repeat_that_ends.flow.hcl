flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  repeat "r" {
    every = "1d"
    times = 2
    end {}
  }
  delay "wait" { for = "7d" } # ERROR F0413
}
