project "acme" {
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
  title   = "Review requests"
  kind    = "marketing"
  consent = "opt_out"
}

topic "offers" {
  title   = "Offers"
  kind    = "marketing"
  consent = "opt_in"
}

segment "internal" {
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
}

source "sql" "shop" {
  url         = env("SHOP_DB")
  customers   = "sql/customers.sql"
  orders      = "sql/orders.sql"
  order_items = "sql/order_items.sql"
  shipments   = "sql/shipments.sql"
}

source "csv" "till" {
  files       = "till/*.csv"
  timezone    = "Europe/Berlin"
  customers   = "sql/till_customers.sql"
  orders      = "sql/till_orders.sql"
  order_items = "sql/till_items.sql"
}

segment "first_time_buyers" {
  title = "Bought once"
  where = customer.order_count == 1
}

segment "skincare_regulars" {
  where = items_bought({ category = "skincare", within = "180d" }) >= 2 && !segment.refunders
}

segment "refunders" {
  where = length([for o in customer.orders : o if o.refunded > 0]) >= 2
}
