segment "loyal" {
  where = !segment.lapsed
}

segment "lapsed" {
  where = local.gone
}

locals {
  gone = !segment.loyal # ERROR F0404 "loyal names lapsed names loyal"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
