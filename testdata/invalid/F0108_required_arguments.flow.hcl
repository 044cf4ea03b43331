topic "news" { # ERROR F0108 "title" "kind"
}

segment "vips" {} # ERROR F0108 "where"

sender "webhook" "care" {} # ERROR F0108 "url"

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "g" { # ERROR F0108 "event" "within"
  }

  experiment "e" {
    variant "one" {} # ERROR F0108 "weight"
    variant "two" { weight = 1 }
  }

  repeat "r" { # ERROR F0108 "every" "times"
    delay "d" { for = "1d" }
  }

  branch "b" {
    case "c" { # ERROR F0108 "when"
      delay "i" { for = "1d" }
    }
  }

  use "u" {} # ERROR F0108 "fragment"

  step "m" {
    email { # ERROR F0108 "subject" "preheader" "body"
    }
  }
}
