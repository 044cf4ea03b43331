flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "for" { for = "90m" }
  delay "only_on" {
    on = "mon"
  }
  delay "only_at" {
    at = "08:30"
  }
  delay "for_on_at" {
    for = "2w"
    on  = ["sat", "sun"]
    at  = "10:00"
  }
  delay "until" {
    until      = order.estimated_delivery_at
    if_past    = "end"
    if_missing = "continue"
  }
  delay "until_sure" {
    until   = coalesce(order.estimated_delivery_at, after(order.placed_at, "5d"))
    if_past = "continue"
  }
  delay "calculated" { for = days(min(order.sequence, 10)) }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
