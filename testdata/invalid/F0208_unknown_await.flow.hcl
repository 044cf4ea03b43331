flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  await "delivery" {
    event   = "order.delivered"
    timeout = "21d"
  }

  step "m" {
    email {
      subject   = await.delivry.happened ? "It is here" : "On its way" # ERROR F0208 "delivery"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
