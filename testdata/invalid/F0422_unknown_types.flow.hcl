variable "a" {
  type    = text # ERROR F0422 "no type text"
  default = "x"
}

variable "b" {
  type    = "string" # ERROR F0422 "without quotes"
  default = "x"
}

variable "c" {
  type    = strng # ERROR F0422 "did you mean" "string"
  default = "x"
}

event "warranty.registered" {
  property "until" {
    type = time # ERROR F0422 "timestamp"
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
