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
    wait     = 7 # ERROR F0301 "7d"
  }
  use "second" {
    fragment = fragment.ask
    wait     = "7 days" # ERROR F0310 "7d"
    greeting = customer.first_name # ERROR F0304 "coalesce"
  }
}
