# At once after the purchase: what was bought, what happens next.

flow "order_thanks" {
  title = "Order confirmation and thank-you"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
    where = order.channel != "in_store" && order.channel != "wholesale"
  }

  exit "cancelled" {
    event = "order.cancelled"
  }

  step "thank_you" {
    email {
      subject   = "Thank you, ${coalesce(customer.first_name, "and welcome")} – order ${order.number}"
      preheader = "We have it, and we are packing."
      body      = "thank-you.md"

      locale "de" {
        subject   = "Danke, ${coalesce(customer.first_name, "und willkommen")} – Bestellung ${order.number}"
        preheader = "Sie ist angekommen, wir packen schon."
      }
    }
  }
}
