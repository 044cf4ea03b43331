flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "bought" {
    event  = "order.placed"
    within = "20d" # WARNING W0501 "late" "24 days"
  }

  experiment "e" {
    goal = goal.bought
    variant "early" {
      weight = 1
      step "early" {
        email {
          subject   = "A word from us"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
    variant "late" {
      weight = 1
      repeat "r" {
        every = "1d"
        times = 3
        delay "wait" { for = "7d" }
      }
      step "late" {
        email {
          subject   = "A word from us"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
  }
}
