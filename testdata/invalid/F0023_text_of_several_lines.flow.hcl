flow "f" {
  # ERROR+1 F0023 "Markdown"
  title = <<TITLE
  A flow
  TITLE
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
