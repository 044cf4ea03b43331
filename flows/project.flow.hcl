# The shop, how it looks, and how its letters leave. Replace the names and addresses by your own.

project "acme" {
  timezone   = "Europe/Berlin" # of customers who have none of their own
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example" # where the pages behind the links live
}

brand {
  name           = "Acme Skincare"
  website        = "https://acme.example"
  accent         = "#9d2449"
  postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
}

sender "email" "default" {
  from     = "Acme Skincare <hello@acme.example>"
  reply_to = "care@acme.example"
  smtp     = "file:outbox" # letters go to a folder until you name a mail server: env("SMTP_URL")
}

runner {
  schedule    = "* * * * *"
  connections = 8
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

topic "tips" {
  title   = "Tips for what you bought"
  kind    = "marketing"
  consent = "opt_out"
}

topic "offers" {
  title   = "Offers and news"
  kind    = "marketing"
  consent = "opt_in"
}

defaults {
  enter_within = "3d" # older events start nobody: importing history mails no one
  exclude      = segment.staff
}

cap "calm" { # over every flow: a person is not a mailbox
  limit     = 2
  per       = "7d"
  when_full = "delay"
}

quiet_hours { # of the customer's own clock
  from = "21:00"
  to   = "08:00"
}

segment "staff" {
  title = "People of the shop, who get no marketing"
  where = endswith(customer.email, "@acme.example") || contains(customer.tags, "staff")
}

segment "first_time_buyers" {
  title = "Bought once"
  where = customer.order_count == 1
}

segment "regulars" {
  title = "Bought at least three times"
  where = customer.order_count >= 3
}

segment "recent_buyers" {
  title = "Bought within half a year"
  where = orders_placed({ within = "180d" }) >= 1
}
