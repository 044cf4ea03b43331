fragment "ask" {
  delay "wait" { for = "7d" }
  use "again" { fragment = fragment.remind }
}

fragment "remind" {
  use "again" { fragment = fragment.ask } # ERROR F0430 "ask uses remind uses ask"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "first" { fragment = fragment.ask }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
