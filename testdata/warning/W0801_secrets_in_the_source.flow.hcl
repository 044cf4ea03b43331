sender "email" "a" {
  from = "a@acme.example"
  smtp = "smtps://acme:hunter2@mail.acme.example:465" # WARNING W0801 "env("
}

sender "webhook" "care" {
  url    = "https://care.acme.example/hook"
  secret = "hunter2" # WARNING W0801 "CARE_SECRET"
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
