segment "a" {
  where { # ERROR F0112 "where ="
    customer.order_count == 1
  }
}

segment "b" {
  wheer { # ERROR F0101 "the argument where"
  }
}

flow "f" {
  topic = topic.orders

  trigger {
    event { # ERROR F0112 "event ="
    }
  }

  delay "d" {
    for { # ERROR F0112 "for ="
    }
  }

  step "m" {
    email {
      subject "de" { # ERROR F0112 "subject ="
      }
      preheader = "What is new with us."
      text { # ERROR F0101 "body ="
      }
    }
  }

  experiment "x" {
    variant "a" {
      percent { # ERROR F0101 "weight ="
      }
    }
    variant "b" {
      weight = 1
    }
  }
}
