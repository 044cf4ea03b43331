flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "From ${money({ EUR = 20 })} on" # ERROR F0314 "comparison"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
