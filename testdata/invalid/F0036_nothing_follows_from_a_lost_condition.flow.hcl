fragment "ask" {
  step "ask" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  branch "b" {
    case "nameless" {
      when = customer.first_name == null
      end {}
    }
    case "some" {
      when = # ERROR F0036
      delay "d" { for = "1d" }
    }
  }

  step "n" {
    when = # ERROR F0036
    email {
      subject   = "${customer.city}"
      preheader = "${customer.first_name} and more"
      body      = "m.md"
    }
  }

  step "m" {
    email {
      subject   = "${customer.first_name}" # known from the branch
      preheader = "${customer.city} is nice" # ERROR F0303
      body      = "m.md"
    }
  }
}

flow "g" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "first" { fragment = fragment.ask "x" } # ERROR F0044
  step "m" {
    when = step.first.ask.sent
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
