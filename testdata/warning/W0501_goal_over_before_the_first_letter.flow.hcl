flow "f" {
  topic = topic.offers

  trigger {
    event = "order.placed"
  }

  goal "bought" {
    event  = "order.placed"
    within = "2w" # WARNING W0501 "m" "60 days"
  }

  delay "wait" { for = "2mo" }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
