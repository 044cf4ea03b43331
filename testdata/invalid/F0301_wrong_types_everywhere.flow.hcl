topic "news" {
  title   = 5 # ERROR F0301 "text"
  kind    = true # ERROR F0301 "text"
  consent = ["opt_in"] # ERROR F0301 "text"
}

segment "vips" {
  where = customer.order_count # ERROR F0301 "true or false"
}

runner {
  schedule    = 5 # ERROR F0301 "text"
  connections = "8" # ERROR F0301 "number"
}

flow "f" {
  title   = 5 # ERROR F0301 "text"
  owner   = true # ERROR F0301 "text"
  topic   = "orders" # ERROR F0329 "topic.NAME"
  enabled = "no" # ERROR F0301 "true or false"

  trigger {
    event        = "order.placed"
    where        = order.total # ERROR F0301 "true or false"
    once_per     = 90 # ERROR F0301 "text"
    enter_within = 3 # ERROR F0301 "duration"
  }

  exit "x" {
    event = true # ERROR F0301 "list"
  }

  goal "g" {
    event  = "order.placed"
    within = 30 # ERROR F0301 "duration"
    exit   = "yes" # ERROR F0301 "true or false"
  }

  delay "a" {
    for = order.total # ERROR F0301 "duration"
  }
  delay "b" {
    until = "7d" # ERROR F0311 "timestamp"
  }
  delay "c" {
    until = order.total # ERROR F0301 "timestamp"
  }

  await "w" {
    event   = "order.delivered"
    where   = event.at # ERROR F0301 "true or false"
    timeout = true # ERROR F0301 "duration"
  }

  branch "br" {
    case "one" {
      when = order.number # ERROR F0301 "true or false"
      delay "d" { for = "1d" }
    }
  }

  repeat "r" {
    every = order.placed_at # ERROR F0301 "duration"
    times = "three" # ERROR F0301 "number"
    while = order.total # ERROR F0301 "true or false"
    delay "e" { for = "1d" }
  }

  experiment "x" {
    hypothesis = 5 # ERROR F0301 "text"
    generation = "2" # ERROR F0301 "number"
    variant "a" { weight = true } # ERROR F0301 "number"
    variant "b" { weight = 1 }
  }

  step "m" {
    when = order.total # ERROR F0301 "order.total"
    email {
      subject   = order.total # ERROR F0317 "money("
      preheader = order.placed_at # ERROR F0317 "date("
      body      = 5 # ERROR F0301 "text"
    }
  }

  step "n" {
    webhook {
      sender = "default" # ERROR F0329 "sender.NAME"
      body   = "hello" # ERROR F0301 "object"
    }
  }
}
