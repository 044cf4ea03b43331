# News of the parcel: that it left, and where it is.

flow "shipping_news" {
  title = "Your parcel is on its way"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.shipped"
  }

  exit "cancelled" {
    event = "order.cancelled"
  }

  step "on_its_way" {
    email {
      subject   = "On its way: order ${order.number}"
      preheader = "Here is where you can follow it."
      body      = "on-its-way.md"
    }
  }

  await "delivery" {
    event   = "order.delivered"
    timeout = "14d"

    on_timeout {
      step "still_waiting" {
        email {
          subject   = "Did order ${order.number} arrive?"
          preheader = "We have not heard of it, and would like to help."
          body      = "still-waiting.md"
        }
      }
    }
  }
}
