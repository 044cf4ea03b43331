flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "a" {
    on = ["Tuesday", "wed"] # ERROR F0506 "tue"
  }
  delay "b" {
    on = "weekend" # ERROR F0506 "mon"
  }
  delay "c" {
    on = ["mon", 3] # ERROR F0301 "text"
  }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
