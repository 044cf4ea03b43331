fragment "ask" { # WARNING W0402 "use it"
  parameter "wait" { type = duration }
  parameter "size" { type = number }

  delay "wait" { for = var.wait }
  await "review" {
    event   = "review.submitted"
    since   = step.sent_before
    timeout = var.wait
  }
  branch "b" {
    case "reviewed" {
      when = goal.reviewed.reached && goal.reviewed.event.rating > 3 && order.total > 20 && trigger.event.anything == "x"
      step "m" {
        topic = topic.tips
        email {
          subject   = "A word about ${order.items[0].title}"
          preheader = "${var.size} lines."
          body      = "m.md"
        }
      }
    }
  }
  experiment "x" {
    goal    = goal.reviewed
    holdout = "10%"
    variant "a" { weight = var.size }
    variant "b" { weight = 1 }
  }
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
