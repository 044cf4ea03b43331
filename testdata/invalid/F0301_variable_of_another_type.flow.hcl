variable "a" {
  type    = number
  default = "7" # ERROR F0301 "number"
}

variable "wait" {
  type    = duration
  default = "7 days" # ERROR F0310 "7d"
}

variable "codes" {
  type    = list(string)
  default = ["a", 2] # ERROR F0330
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "wait" { for = var.wait }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
