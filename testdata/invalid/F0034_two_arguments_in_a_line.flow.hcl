flow "f" {
  title = "A flow" owner = "lifecycle@acme.example" # ERROR F0034 "line of its own"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    when = true; # ERROR F0034 "semicolons"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
