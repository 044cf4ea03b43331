flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "bought" {
    event  = "order.placed"
    within = "120d"
  }

  experiment "thirds" {
    goal       = goal.bought
    hypothesis = "Waiting helps."
    unit       = "order"
    holdout    = "2.5%"
    generation = 3
    variant "now" {
      weight = 1
      step "now" {
        email {
          subject   = "A word from us"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
    variant "later" {
      weight = 2.5
      repeat "weekly" {
        every = "7d"
        times = 2
        step "later" {
          email {
            subject   = "A word from us"
            preheader = "What is new with us."
            body      = "m.md"
          }
        }
      }
    }
    variant "never" {
      weight = 1
      end {}
    }
  }
  step "m" {
    when = experiment.thirds.variant != "later"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
    experiment {
      holdout = "10%"
      goal    = goal.bought
      variant "warm" {
        weight = 1
        email {
          subject   = "A warm word from us"
          preheader = "What is warm with us."
        }
      }
    }
  }
}
