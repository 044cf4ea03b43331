flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  repeat "outer" {
    every = "1mo"
    times = 12
    while = customer.order_count < 5 && !step.ask.clicked
    step "ask" {
      topic = topic.tips
      email {
        subject   = "A word from us"
        preheader = "What is new with us."
        body      = "m.md"
      }
    }
    repeat "inner" {
      every = days(2)
      times = 3
      await "reply" {
        event   = "question.asked"
        timeout = "1d"
      }
      branch "stop" {
        case "asked" {
          when = await.reply.happened
          end {}
        }
      }
    }
  }
  step "m" {
    when = step.ask.sent
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
