fragment "ask" {
  delay "wait" { for = "7d" }
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "first" { fragment = fragment.asks } # ERROR F0426 "did you mean" "ask"
  use "second" { fragment = fragment.quite_another } # ERROR F0426 "there is \"ask\""
  use "third" { fragment = "ask" } # ERROR F0329 "fragment.NAME"
  use "fourth" { fragment = fragment.ask }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
