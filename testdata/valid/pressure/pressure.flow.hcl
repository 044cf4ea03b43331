defaults {
  exclude      = segment.internal
  stale_after  = "7d"
  enter_within = "3d"
}

segment "internal" {
  where = endswith(customer.email, "@acme.example") || contains(customer.tags, "staff")
}

segment "dry" {
  where = customer.skin_type == "dry"
}

attribute "customer" "skin_type" {
  type = string
}

attribute "product" "refill_days" {
  type = number
}

cap "calm" {
  limit     = 3
  per       = "7d"
  topics    = [topic.tips, topic.offers]
  when_full = "delay"
}

cap "few_offers" {
  limit     = 1
  per       = "1mo"
  topics    = topic.offers
  when_full = "skip"
}

quiet_hours {
  from = "21:00"
  to   = "08:00"
}

blackout "black_friday" {
  from   = "2026-11-27"
  to     = "2026-11-30"
  allow  = [topic.offers]
  spread = "4h"
}

holdout "programme" {
  size   = "5%"
  topics = [topic.tips, topic.offers]
}

limits {
  sends_per_tick = 5000
  sends_per_hour = 20000
  sends_per_day  = 100000
  surge          = 3
}
