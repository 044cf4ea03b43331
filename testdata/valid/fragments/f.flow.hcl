fragment "ask" {
  parameter "wait" {
    type = duration
  }
  parameter "greeting" {
    type    = string
    default = "Hello"
  }
  parameter "sure" {
    type    = bool
    default = true
  }

  delay "wait" { for = var.wait }
  step "ask" {
    when = var.sure
    email {
      subject   = "${var.greeting}, ${var.shop} here"
      preheader = "What is new with us."
      body      = "ask.md"
    }
  }
  await "review" {
    event   = "review.submitted"
    since   = step.ask
    timeout = "14d"
    on_timeout {
      use "again" {
        fragment = fragment.remind
        times    = 2
      }
    }
  }
}

fragment "remind" {
  parameter "times" { type = number }

  repeat "daily" {
    every = "3d"
    times = var.times
    step "remind" {
      when = !goal.reviewed.reached
      email {
        subject   = "Still there?"
        preheader = "What is new with us."
        body      = "m.md"
      }
    }
  }
}

fragment "leave" {
  step "bye" {
    email {
      subject   = "Good bye"
      preheader = "It was nice with you."
      body      = "m.md"
    }
  }
  end {}
}

fragment "nothing" {}

variable "shop" {
  type        = string
  default     = "Acme"
  description = "How the shop calls itself."

  validation {
    condition     = length(var.shop) < 20
    error_message = "Too long for a subject."
  }
}

variable "days" {
  default = ["mon", "tue"]
}

locals {
  first = customer.order_count == 1
}

flow "f" {
  topic = topic.tips

  trigger {
    event = "order.placed"
  }

  goal "reviewed" {
    event  = "review.submitted"
    within = "90d"
  }

  use "nothing" { fragment = fragment.nothing }
  use "first" {
    fragment = fragment.ask
    wait     = "7d"
    greeting = coalesce(customer.first_name, "Hello")
    sure     = local.first
  }
  delay "weekday" { on = var.days }
  use "second" {
    fragment = fragment.ask
    wait     = days(min(order.sequence, 5))
  }
  branch "b" {
    case "asked" {
      when = step.first.ask.sent && step.second.ask.sent && await.first.review.happened
      use "leave" { fragment = fragment.leave }
    }
  }
  step "m" {
    when = !step.first.again.remind.sent
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
