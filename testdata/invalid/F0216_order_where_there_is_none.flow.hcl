flow "f" {
  topic = topic.orders

  trigger {
    event    = "review.submitted"
    once_per = "customer"
    where    = order.total > 5 # ERROR F0216 "review.submitted"
  }

  exit "x" {
    event = "order.placed"
    where = order.total > 5 # ERROR F0216 "review.submitted"
  }

  delay "wait" { until = order.placed_at } # ERROR F0216 "review.submitted"

  branch "b" {
    case "large" {
      when = order.total > 100 # ERROR F0216 "review.submitted"
    }
  }

  step "m" {
    email {
      subject   = "About ${order.number}" # ERROR F0216 "review.submitted"
      preheader = "You bought ${length(customer.orders)} times, first on ${date(customer.orders[0].placed_at, "long")}" # ERROR F0303
      body      = "m.md"
    }
  }
}
