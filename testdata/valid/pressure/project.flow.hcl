project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

brand {
  name           = "Acme"
  website        = "https://acme.example"
  postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
}

sender "email" "default" {
  from     = "Acme <hello@acme.example>"
  reply_to = "care@acme.example"
  smtp     = "smtp://127.0.0.1:2525"
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}

topic "tips" {
  title   = "Tips"
  kind    = "marketing"
  consent = "opt_out"
}

topic "offers" {
  title   = "Offers"
  kind    = "marketing"
  consent = "opt_in"
}
