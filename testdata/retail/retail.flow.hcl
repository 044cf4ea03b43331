# A year of orders of a British gift shop, as one line an item in one CSV file a day, mapped by SQL. Put the files into data/.

project "giftshop" {
  timezone   = "Europe/London"
  currencies = ["GBP"]
  locale     = "en"
  base_url   = "https://post.giftshop.example"
}

brand {
  name           = "The Gift Shop"
  website        = "https://giftshop.example"
  accent         = "#1d4ed8"
  postal_address = "The Gift Shop Ltd, 1 High Street, London N1 1AA"
}

sender "email" "default" {
  from     = "The Gift Shop <hello@giftshop.example>"
  reply_to = "care@giftshop.example"
  smtp     = env("RETAIL_SMTP")
}

source "csv" "till" {
  files       = "data/*.csv"
  timezone    = "Europe/London"
  customers   = "sql/customers.sql"
  orders      = "sql/orders.sql"
  order_items = "sql/order_items.sql"
  refunds     = "sql/refunds.sql"
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}

topic "reviews" {
  title   = "Review requests"
  kind    = "marketing"
  consent = "opt_out"
}

topic "offers" {
  title   = "Offers"
  kind    = "marketing"
  consent = "opt_out"
}

flow "post_purchase" {
  title = "After the purchase"
  owner = "lifecycle@giftshop.example"
  topic = topic.reviews

  trigger {
    event = "order.placed"
  }

  exit "refunded" {
    event = "order.refunded"
  }

  goal "repurchased" {
    event  = "order.placed"
    about  = "customer"
    within = "90d"
  }

  step "thank_you" {
    topic = topic.orders
    email {
      subject   = "Thank you for order ${order.number}"
      preheader = "We are packing ${plural(length(order.items), "item", "items")}."
      body      = "letters/thank-you.md"
    }
  }

  # There is no news of deliveries in these files: ten days are enough for a parcel within Europe.
  delay "until_it_is_there" {
    for = "10d"
    on  = ["tue", "wed", "thu"]
    at  = "10:00"
  }

  step "ask_review" {
    email {
      subject   = "How is the ${order.items[0].title}?"
      preheader = "Two lines help the next person choose."
      body      = "letters/ask-review.md"
    }
  }

  delay "a_month" { for = "30d" }

  branch "who" {
    case "came_back" {
      when = goal.repurchased.reached
      end {}
    }
    case "regular" {
      when = customer.order_count >= 3
      step "regulars" {
        topic = topic.offers
        email {
          subject   = "For those who come back"
          preheader = "New in the shop this month."
          body      = "letters/regulars.md"
        }
      }
    }
    default {
      step "come_again" {
        topic = topic.offers
        email {
          subject   = "Goes with your ${order.items[0].title}"
          preheader = "A few things that go with it."
          body      = "letters/come-again.md"
        }
      }
    }
  }
}
