variable "shop_url" {
  type    = string
  default = "acme.example"
}

flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "News from ${var.shopurl}" # ERROR F0205 "shop_url"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
