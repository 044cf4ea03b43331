topic "news" {
  titel   = "News" # ERROR F0102 "title"
  kind    = "marketing"
  consent = "opt_in"
}

segment "vips" {
  were = customer.order_count > 3 # ERROR F0102 "where"
}

sender "email" "a" {
  form = "a@acme.example" # ERROR F0102 "from"
}

runner {
  shedule = "* * * * *" # ERROR F0102 "schedule"
}

flow "f" {
  topc = topic.orders # ERROR F0102 "topic"

  trigger {
    evnt = "order.placed" # ERROR F0102 "event"
  }

  exit "x" {
    event = "order.refunded"
    abuot = "order" # ERROR F0102 "about"
  }

  goal "g" {
    event = "order.placed"
    withn = "30d" # ERROR F0102 "within"
  }

  delay "d" {
    fro = "7d" # ERROR F0102 "for"
  }

  await "a" {
    event  = "order.delivered"
    timout = "7d" # ERROR F0102 "timeout"
  }

  branch "b" {
    case "c" {
      whn = true # ERROR F0102 "when"
      delay "e" { for = "1d" }
    }
  }

  experiment "x" {
    hodlout = "10%" # ERROR F0102 "holdout"
    variant "one" {
      weigth = 1 # ERROR F0102 "weight"
      delay "h" { for = "1d" }
    }
  }

  repeat "r" {
    evry  = "1d" # ERROR F0102 "every"
    times = 2
    delay "i" { for = "1d" }
  }

  step "m" {
    wen = true # ERROR F0102 "when"
    email {
      subjct    = "A word from us" # ERROR F0102 "subject"
      preheder  = "What is new with us." # ERROR F0102 "preheader"
      body      = "m.md"
    }
  }
}
