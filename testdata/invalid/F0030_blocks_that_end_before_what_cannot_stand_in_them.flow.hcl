flow "trigger" {
  topic = topic.orders

  trigger { # ERROR F0030 "step in line 7"
    event = "order.placed"

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }

  delay "d" { for = "7 days" } # ERROR F0310
}

flow "goal" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "g" { # ERROR F0030 "exit in line 28"
    event  = "review.submitted"
    within = "60d"
  exit "e" { event = "order.refunded" }

  branch "b" {
    case "a" { # ERROR F0030 "case in line 35"
      when = order.total > 5
      end {}

    case "b" {
      when = order.totl > 5 # ERROR F0203
    }
  }

  step "m" {
    email { # ERROR F0030 "experiment in line 46"
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"

    experiment {
      variant "a" { weight = 1 }
      variant "b" { weight = 0 } # ERROR F0417
    }
  }
}
