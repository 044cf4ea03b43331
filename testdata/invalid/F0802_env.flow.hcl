store {
  url = env("FLOWC STORE") # ERROR F0802 "FLOWC STORE"
}

sender "email" "a" {
  from = "a@acme.example"
  smtp = env("SMTP", "smtp://localhost") # ERROR F0802 "one environment variable"
}

sender "email" "b" {
  from = env("FROM") # ERROR F0204 "env()"
  smtp = env(SMTP_URL) # ERROR F0202 "SMTP_URL"
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
