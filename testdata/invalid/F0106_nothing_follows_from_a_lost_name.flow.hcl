topic "my orders" { # ERROR F0106
  title = "Your orders"
  kind  = "transactional"
}

segment { # ERROR F0104
  where = customer.order_count > 3
}

segment "vops" {
  where = customer.order_count > 9
}

topic "news" {
  kind    = "marketing"
  consent = "opt_in"
  caption = "News" # ERROR F0102 "title"
}

flow "f" {
  topic = topic.my_orders

  trigger {
    event = "order.placed"
    where = segment.vips
  }

  delay "d" {
    hours = 5 # ERROR F0102
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

event "quiz.taken" {
  property { type = number } # ERROR F0104
  property "name" { type = string }
}

fragment "ask" {
  parameter { type = duration } # ERROR F0104
  parameter "text" { type = string }

  delay "d" { for = var.wait }
}

flow "g" {
  topic = topic.news

  trigger {
    event    = "quiz.taken"
    once_per = "customer"
    where    = event.score > 5 && event.name == 5 # ERROR F0302
  }

  use "first" {
    fragment = fragment.ask
    wait     = "7d"
    text     = 5 # ERROR F0301
  }
}
