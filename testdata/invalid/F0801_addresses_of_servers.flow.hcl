store {
  url = "mysql://localhost/acme" # ERROR F0801 "sqlite:FILE"
}

sender "email" "a" {
  from = "a@acme.example"
  smtp = "mail.acme.example" # ERROR F0801 "smtp://HOST"
}

sender "email" "b" {
  from = "b@acme.example"
  smtp = "file:" # ERROR F0801 "file:outbox"
}

sender "webhook" "care" {
  url = "http://care.acme.example/hook" # ERROR F0801 "https"
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
