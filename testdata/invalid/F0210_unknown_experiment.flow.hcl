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

  experiment "incentive" {
    goal = goal.reviewed
    variant "bundle" {
      weight = 1
      delay "a" { for = "1d" }
    }
    variant "discount" {
      weight = 1
      delay "b" { for = "2d" }
    }
  }

  step "m" {
    email {
      subject   = experiment.incentives.variant == "bundle" ? "Two" : "One" # ERROR F0210 "incentive"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
