flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "30d"
  }

  experiment "e" {
    goal = goal.reviewd # ERROR F0207 "did you mean" "reviewed"
    variant "a" { weight = 1 }
    variant "b" { weight = 1 }
  }

  experiment "f" {
    goal = goal.bought # ERROR F0207 "there is \"reviewed\""
    variant "a" { weight = 1 }
    variant "b" { weight = 1 }
  }

  experiment "g" {
    goal = "reviewed" # ERROR F0329 "goal.NAME"
    variant "a" { weight = 1 }
    variant "b" { weight = 1 }
  }

  step "m" {
    when = goal.reviewed.event.ratng >= 4 # ERROR F0203 "did you mean" "rating"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
