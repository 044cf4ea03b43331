limits {
  immediate_sends = 500 # ERROR F0116
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

moved { # ERROR F0116
  from = flow.f.a
  to   = flow.f.b
}

removed { # ERROR F0116
  node = flow.f.c
  then = "exit"
}

flow "f" {
  topic         = topic.orders
  on_change     = "drain" # ERROR F0116
  justification = "because" # ERROR F0116

  trigger {
    event = "order.placed"
  }

  delay "d" {
    for        = "7d"
    reschedule = "recompute" # ERROR F0116
    spread     = "6h" # ERROR F0116
  }

  step "m" {
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
}
