flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "60d"
  }

  step "m" {
    email {
      subject   = goal.review.reached ? "Thank you" : "How is it?" # ERROR F0207 "reviewed"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
