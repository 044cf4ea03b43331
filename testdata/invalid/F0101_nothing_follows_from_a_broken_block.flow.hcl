topc "news" { # ERROR F0101 "topic"
  title   = "News"
  kind    = "marketing"
  consent = "opt_in"
}

sendr "webhook" "care" { # ERROR F0101 "sender"
  url = "https://care.acme.example/hook"
}

vriable "x" { # ERROR F0101 "variable"
  default = 5
}

flow "f" {
  topic = topic.news

  trigger {
    event = "order.placed"
  }

  stap "ask" { # ERROR F0101 "step"
    webhook {
      sender = sender.care
    }
  }

  step "m" {
    when = step.ask.sent && var.x > 3
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
