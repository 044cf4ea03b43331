flow "f" {
  title "A flow" # ERROR F0035 "title ="
  owner: "lifecycle@acme.example" # ERROR F0035 "instead of the colon"
  topic topic.orders # ERROR F0035 "topic ="

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
