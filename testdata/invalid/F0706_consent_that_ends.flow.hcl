topic "news" {
  title       = "News"
  kind        = "marketing"
  consent     = "opt_in"
  implied_for = "24mo" # ERROR F0706 "opt_out"
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
