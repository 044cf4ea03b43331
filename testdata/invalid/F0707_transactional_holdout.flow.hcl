holdout "programme" {
  size   = "5%"
  topics = [topic.orders] # ERROR F0707 "orders"
}
