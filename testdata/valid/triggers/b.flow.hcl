defaults {
  enter_within = "36h"
}

event "warranty.registered" {
  about = "order"
  property "serial" { type = string }
  property "until" { type = timestamp }
  property "paid" { type = money }
  property "parts" { type = list(string) }
}

flow "on_own_event" {
  topic = topic.orders

  trigger {
    event = "warranty.registered"
    where = event.serial != null && event.paid > 5 && contains(event.parts, "pump")
  }

  goal "ended" {
    event  = "warranty.registered"
    about  = "customer"
    within = "1mo"
    exit   = true
  }

  exit "sent_back" {
    event = ["order.refunded", "return.requested"]
  }

  delay "until_it_ends" {
    until      = trigger.event.until
    if_missing = "end"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
