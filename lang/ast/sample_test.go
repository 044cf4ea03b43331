package ast

// baseProject is what every project needs.
const baseProject = `project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

brand {
  name           = "Acme Skincare"
  website        = "https://acme.example"
  logo           = "https://cdn.acme.example/logo.png"
  accent         = "#b4235a"
  postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
}

sender "email" "default" {
  from     = "Acme <hello@acme.example>"
  reply_to = "care@acme.example"
  smtp     = env("SMTP_URL")
}

sender "webhook" "care" {
  url    = env("CARE_URL")
  secret = env("CARE_SECRET")
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}

topic "reviews" {
  title       = "Review requests"
  kind        = "marketing"
  consent     = "opt_out"
  implied_for = "24mo"
}

segment "internal" {
  title = "Staff"
  where = endswith(customer.email, "@acme.example") || contains(customer.tags, "staff")
}

defaults {
  enter_within = "3d"
}

store {
  url = env("FLOWC_STORE")
}

runner {
  schedule    = "* * * * *"
  connections = 8
  journal     = "/var/lib/flowc/sent.journal"
}

source "sql" "shop" {
  url         = env("SHOP_DB")
  customers   = "sql/customers.sql"
  orders      = "sql/orders.sql"
  order_items = "sql/order_items.sql"
}

source "csv" "till" {
  files    = "till/*.csv"
  timezone = "Europe/Berlin"
  orders   = "sql/till_orders.sql"
}

event "warranty.registered" {
  about = "order"
  property "serial" { type = string }
}

variable "region" {
  type        = string
  default     = "eu"
  description = "Where the shop sells"
  validation {
    condition     = length(var.region) == 2
    error_message = "Two letters."
  }
}

locals {
  big = 100
}

locals {
  small = local.big / 10
}
`

// pageOfFlow is a flow with every construct; %d is its number.
const pageOfFlow = `flow "post_purchase_%[1]d" {
  title   = "After the purchase" # on screen
  owner   = "lifecycle@acme.example"
  topic   = topic.reviews
  enabled = true

  trigger {
    event        = "order.placed"
    where        = order.total >= 20 && order.channel != "wholesale"
    once_per     = "order"
    enter_within = "2d"
  }

  exit "refunded" {
    event = "order.refunded"
    where = event.amount > 10
    about = "order"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "60d"
  }

  goal "repurchased" {
    event  = "order.placed"
    about  = "customer"
    within = "120d"
    exit   = false
  }

  step "thank_you" {
    topic = topic.orders
    email {
      subject   = "Thank you, ${coalesce(customer.first_name, "and welcome")}"
      preheader = "Order ${order.number} is with us."
      body      = "emails/thank-you.md"
    }
  }

  await "delivery" {
    event   = "order.delivered"
    timeout = "21d"
    on_timeout {
      end {}
    }
  }

  delay "let_it_be_used" {
    for        = "7d"
    on         = ["tue", "wed", "thu"]
    at         = "10:00"
    if_past    = "continue"
    if_missing = "end"
  }

  step "ask_review" {
    when       = !goal.reviewed.reached
    on_unknown = "hold"
    email {
      subject   = "How is your ${order.items[0].title}?"
      preheader = "Two lines help the next person choose."
      body      = "emails/ask-review.md"
      sender    = sender.default
      locale "de" {
        subject   = "Wie ist dein ${order.items[0].title}?"
        preheader = "Zwei Zeilen helfen den Nächsten."
      }
    }
    experiment {
      hypothesis = "A question in the subject gets more reviews than a gift."
      goal       = goal.reviewed
      unit       = "customer"
      generation = 1
      variant "question" { weight = 50 }
      variant "gift" {
        weight = 50
        email {
          subject = "A small gift for two lines about your ${order.items[0].title}"
          locale "de" { subject = "Ein kleines Geschenk für zwei Zeilen" }
        }
      }
    }
  }

  await "review" {
    event   = ["review.submitted", "return.requested"]
    since   = step.ask_review
    timeout = "14d"
  }

  branch "by_rating" {
    case "unhappy" {
      when = goal.reviewed.reached && goal.reviewed.event.rating <= 2
      step "tell_care" {
        webhook {
          sender = sender.care
          body   = { order = order.number, rating = goal.reviewed.event.rating }
        }
      }
      end {}
    }
    case "reviewed" {
      when = goal.reviewed.reached
      use "refer" {
        fragment = fragment.ask
        days     = 3
      }
    }
    default {
      delay "give_it_time" { for = "10d" }
    }
  }

  experiment "incentive" {
    goal    = goal.repurchased
    holdout = "10%%"
    variant "bundle" {
      weight = 1
      step "bundle" {
        email {
          subject   = "Goes with your ${order.items[0].title}"
          preheader = "Two that go with it."
          body      = "emails/bundle.md"
        }
      }
    }
    variant "nothing" {
      weight = 1
    }
  }

  repeat "nudge" {
    every = "7d"
    times = 3
    while = length([for o in customer.orders : o if o.refunded > 0]) < 2
    delay "until_evening" { at = "18:00" }
  }
}
`
