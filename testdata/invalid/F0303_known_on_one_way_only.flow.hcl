flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "30d"
  }

  delay "wait" { for = "7d" }

  branch "b" {
    case "named" {
      when = customer.first_name != null
      step "named" {
        email {
          subject   = "Hello ${customer.first_name}"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
    case "nameless" {
      when = customer.last_name == null
      end {}
    }
  }

  step "m" {
    email {
      subject   = "Hello ${customer.first_name}" # ERROR F0303 "coalesce"
      preheader = "Hello ${customer.last_name}" # ERROR F0303 "coalesce"
      body      = "m.md"
    }
  }

  await "review" {
    event   = "review.submitted"
    timeout = "7d"
    on_timeout {
      step "late" {
        email {
          subject   = "On ${date(await.review.at, "long")}" # ERROR F0303
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
  }

  step "n" {
    email {
      subject   = "On ${date(await.review.at, "long")}" # ERROR F0303 "coalesce"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
