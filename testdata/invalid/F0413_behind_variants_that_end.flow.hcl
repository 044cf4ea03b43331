flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  experiment "e" {
    variant "a" {
      weight = 1
      end {}
    }
    variant "b" {
      weight = 1
      delay "wait" { for = "7d" }
      end {}
      end {} # ERROR F0413
    }
  }
  delay "again" { for = "7d" } # ERROR F0413
}
