segment "vips" {
  where = customer.order_count > 3
}

flow "f" {
  topic   = topic.orders
  enabled = "false" # ERROR F0301 "write false, without"

  trigger {
    event = ["order.placed", "order.paid"] # ERROR F0301 "a flow for each"
  }

  delay "d" {
    on = [1] # ERROR F0301 "\"tue\""
    at = 10 # ERROR F0301 "\"10:00\""
  }

  repeat "r" {
    every = "1d"
    times = "3" # ERROR F0301 "write 3"
    step "a" {
      when = "order.total > 5" # ERROR F0301 "without quotes"
      email {
        subject   = 5 # ERROR F0301 "text"
        preheader = order.sequence # ERROR F0301 "text"
        body      = "m.md"
      }
    }
  }

  experiment "x" {
    holdout = 10 # ERROR F0301 "\"10%\""
    variant "a" { weight = "50%" } # ERROR F0301 "write 50"
    variant "b" { weight = 50 }
  }
}

flow "g" {
  topic = topic.orders

  trigger {
    schedule = "0 9 1 * *"
    audience = "vips" # ERROR F0301 "segment.vips"
  }

  step "m" {
    email {
      subject   = "${customer.order_count}"
      preheader = "What is new with us."
      body      = "How are you today?" # ERROR F0006 "name of a file"
    }
  }
}

flow "h" {
  topic = topic.orders

  trigger {
    schedule = "0 9 1 * *"
    where    = segment.vips # ERROR F0407 "audience"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

resource "aws_instance" "web" { # ERROR F0101
  ami = "x"
}
