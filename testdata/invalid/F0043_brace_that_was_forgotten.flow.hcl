segment "vips" # ERROR F0043 "{ behind it"
  where = customer.order_count > 3
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = segment.vips
  }

  branch "b" {
    case "a" # ERROR F0043 "{ behind it"
      when = order.total > 5
      delay "d" { for = "7 days" } # ERROR F0310
      end {}
    }
  }

  step "m { # ERROR F0020
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
