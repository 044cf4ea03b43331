variable "rounds" {
  type    = number
  default = 12 # ERROR F0424 "Nobody wants more than five"

  validation {
    condition     = var.rounds <= 5
    error_message = "Nobody wants more than five reminders."
  }
  validation {
    condition     = var.rounds > 0
    error_message = "At least one."
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
