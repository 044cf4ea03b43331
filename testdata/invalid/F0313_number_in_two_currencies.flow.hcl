project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR", "USD"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.total >= 20 # ERROR F0313 "money({ EUR = 20, USD = … })"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
