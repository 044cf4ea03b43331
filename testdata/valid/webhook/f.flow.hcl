sender "webhook" "hook" {
  url    = "http://localhost:8080/hook"
  secret = env("HOOK_SECRET")
}

sender "webhook" "care" {
  url = env("CARE_URL")
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "bare" {
    webhook { sender = sender.hook }
  }
  step "tell" {
    when = order.carrier != null
    webhook {
      sender = sender.care
      body = {
        order   = order.number
        total   = order.total
        carrier = order.carrier
        name    = customer.first_name
        items   = [for i in order.items : i.title]
      }
    }
  }
}
