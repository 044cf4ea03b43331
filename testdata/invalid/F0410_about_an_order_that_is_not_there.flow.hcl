flow "f" {
  topic = topic.orders

  trigger {
    event    = "customer.created"
    once_per = "customer"
  }

  exit "bought" {
    event = "order.placed"
    about = "order" # ERROR F0410 "customer.created" "about = \"customer\""
  }

  experiment "e" {
    unit = "order" # ERROR F0410 "unit"
    variant "a" {
      weight = 1
    }
    variant "b" {
      weight = 1
    }
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
