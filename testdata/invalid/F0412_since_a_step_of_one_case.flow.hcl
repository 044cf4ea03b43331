flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  branch "b" {
    case "regulars" {
      when = customer.order_count > 3
      step "ask" {
        email {
          subject   = "A word from us"
          preheader = "What is new with us."
          body      = "m.md"
        }
      }
    }
  }
  await "review" {
    event   = "review.submitted"
    since   = step.ask # ERROR F0412 "every path"
    timeout = "14d"
  }
}
