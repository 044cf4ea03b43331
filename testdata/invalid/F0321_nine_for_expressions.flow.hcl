flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = length([for a in customer.orders : length([for b in customer.orders : length([for c in customer.orders : length([for d in customer.orders : length([for e in customer.orders : length([for f in customer.orders : length([for g in customer.orders : length([for h in customer.orders : length([for i in customer.orders : i.total])])])])])])])])]) > 0 # ERROR F0321 "8 deep"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
