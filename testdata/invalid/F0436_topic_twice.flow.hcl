cap "calm" {
  limit  = 2
  per    = "7d"
  topics = [topic.orders, topic.orders] # ERROR F0436 "twice"
}
