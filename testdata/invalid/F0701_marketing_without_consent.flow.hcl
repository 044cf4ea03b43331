topic "news" { # ERROR F0701 "opt_in" "opt_out"
  title = "News"
  kind  = "marketing"
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
