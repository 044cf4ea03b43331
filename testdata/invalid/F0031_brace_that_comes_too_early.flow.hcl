flow "f" {} # ERROR F0031 "too early" "topic in line 2"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject = "A word from us"
    } # ERROR F0031 "preheader in line 12"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
