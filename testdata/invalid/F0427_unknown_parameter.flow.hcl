fragment "ask" {
  parameter "wait" {
    type = duration
  }
  parameter "greeting" {
    type    = string
    default = "Hello"
  }

  delay "let_it_be_used" { for = var.wait }
  step "ask" {
    email {
      subject   = "${var.greeting}, how is it?"
      preheader = "Two lines help the next person choose."
      body      = "m.md"
    }
  }
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "first" {
    fragment = fragment.ask
    wait     = "7d"
    greting  = "Hi" # ERROR F0427 "did you mean" "greeting"
    colour   = "red" # ERROR F0427 "there is"
  }
}
