flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.total > 20 and order.sequence > 1 # ERROR F0039 "&&"
  }

  exit "a" {
    event = "order.refunded"
    where = order.channel = "online" # ERROR F0039 "==" "comparison"
  }

  exit "b" {
    event = "order.refunded"
    where = not order.test # ERROR F0039 "!"
  }

  exit "c" {
    event = "order.refunded"
    where = order.test | order.total > 5 # ERROR F0039 "||"
  }

  exit "d" {
    event = "order.refunded"
    where = order.channel <> "online" # ERROR F0039 "!="
  }

  exit "e" {
    event = "order.refunded"
    where = order.total => 5 # ERROR F0039 ">="
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
