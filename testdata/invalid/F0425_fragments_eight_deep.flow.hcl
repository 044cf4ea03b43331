fragment "f0" {
  use "u" { fragment = fragment.f1 }
}

fragment "f1" {
  use "u" { fragment = fragment.f2 }
}

fragment "f2" {
  use "u" { fragment = fragment.f3 }
}

fragment "f3" {
  use "u" { fragment = fragment.f4 }
}

fragment "f4" {
  use "u" { fragment = fragment.f5 }
}

fragment "f5" {
  use "u" { fragment = fragment.f6 }
}

fragment "f6" {
  use "u" { fragment = fragment.f7 } # ERROR F0425 "7"
}

fragment "f7" {
  use "u" { fragment = fragment.f8 }
}

fragment "f8" {
  use "u" { fragment = fragment.f9 }
}

fragment "f9" {
  delay "wait" { for = "7d" }
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "u" { fragment = fragment.f0 }
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
