fragment "ask" {
  parameter "large" { type = bool }

  step "ask" {
    when = var.large
    email {
      subject   = "How is it?"
      preheader = "Two lines help the next person choose."
      body      = "m.md"
    }
  }
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "first" {
    fragment = fragment.ask
    large    = length([for o in customer.orders : o if o.total > 100]) > 0 # ERROR F0429
  }
}
