sender "email" "a" {
  from     = "hello@localhost" # ERROR F0704 "dot"
  reply_to = "Care" # ERROR F0704 "Acme <hello@acme.example>"
}

sender "email" "b" {
  from     = "Acme, Inc. <hello@acme.example>" # ERROR F0704 "quotes"
  reply_to = "\"very odd\"@acme.example" # ERROR F0704 "before the @"
}

sender "email" "c" {
  from     = "Acme <hello@[127.0.0.1]>" # ERROR F0704 "domain"
  reply_to = "böse@acme.example" # ERROR F0704 "beyond a to z"
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
