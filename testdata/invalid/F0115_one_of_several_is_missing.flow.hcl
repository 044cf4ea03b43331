flow "f" {
  topic = topic.orders

  trigger { # ERROR F0115 "event" "schedule"
    where = order.total > 20
  }

  delay "d" { # ERROR F0115 "for" "until"
    if_past = "end"
  }
  await "a" { # ERROR F0115 "timeout" "until"
    event = "order.delivered"
  }
  step "m" { # ERROR F0115 "email" "webhook"
    when = true
  }
}
