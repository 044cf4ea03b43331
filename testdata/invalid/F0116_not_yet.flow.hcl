cap "calm" { # ERROR F0116 "cap"
  limit = 3
  per   = "7d"
}

quiet_hours { # ERROR F0116
  from = "21:00"
  to   = "08:00"
}

blackout "friday" { # ERROR F0116
  from = "2026-11-27"
}

holdout "programme" { # ERROR F0116
  size = "5%"
}

limits { # ERROR F0116
  surge = 3
}

coupon "ten" { # ERROR F0116
  codes = "coupons/ten.csv"
}

recommendation "goes_with" { # ERROR F0116
  from = ["pairs"]
}

page "thanks" { # ERROR F0116
  after = "review.submitted"
}

attribute "product" "refill_days" { # ERROR F0116
  type = number
}

moved { # ERROR F0116
  from = flow.f.a
  to   = flow.f.b
}

removed { # ERROR F0116
  node = flow.f.c
  then = "exit"
}

defaults {
  stale_after = "7d" # ERROR F0116 "stale_after"
  exclude     = segment.staff # ERROR F0116 "exclude"
}

flow "f" {
  topic         = topic.orders
  holdout       = "5%" # ERROR F0116
  if_already_in = "ignore" # ERROR F0116
  on_change     = "drain" # ERROR F0116
  justification = "because" # ERROR F0116

  trigger {
    event = "order.placed"
    each  = "item" # ERROR F0116
  }

  exit "in_care" {
    when = flow.f.active # ERROR F0116 "when"
  }

  delay "d" {
    for        = "7d"
    reschedule = "recompute" # ERROR F0116
    spread     = "6h" # ERROR F0116
  }

  step "m" {
    stale_after      = "5d" # ERROR F0116
    priority         = 3 # ERROR F0116
    channel          = ["email"] # ERROR F0116
    resume_completed = "14d" # ERROR F0116
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
      coupon    = coupon.ten # ERROR F0116
    }
  }

  step "n" {
    sms { # ERROR F0116
      body = "hi"
    }
  }

  step "o" {
    update { # ERROR F0116
      tags = ["x"]
    }
  }
}

flow "g" {
  topic = topic.orders

  trigger {
    segment = segment.staff # ERROR F0116 "segment"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
