# Help with what arrived, a few days after it did.

flow "product_education" {
  title = "Making the most of it"
  owner = "lifecycle@acme.example"
  topic = topic.tips

  trigger {
    event = "order.delivered"
    where = any([for i in order.items : i.product.category == "skincare" || i.product.category == "haircare"])
  }

  exit "refunded" {
    event = ["order.refunded", "return.requested"]
  }

  delay "let_it_settle" {
    for = "4d"
    at  = "10:00"
  }

  step "how_to_use" {
    email {
      subject   = "How to get the most from your ${order.items[0].title}"
      preheader = "Three things that make the difference."
      body      = "how-to-use.md"
    }
  }
}
