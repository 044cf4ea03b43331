fragment "f0" {
  use "u0" { fragment = fragment.f1 }
  use "u1" { fragment = fragment.f1 }
  use "u2" { fragment = fragment.f1 }
  use "u3" { fragment = fragment.f1 }
  use "u4" { fragment = fragment.f1 }
  use "u5" { fragment = fragment.f1 }
  use "u6" { fragment = fragment.f1 }
  use "u7" { fragment = fragment.f1 }
}

fragment "f1" {
  use "u0" { fragment = fragment.f2 }
  use "u1" { fragment = fragment.f2 }
  use "u2" { fragment = fragment.f2 }
  use "u3" { fragment = fragment.f2 }
  use "u4" { fragment = fragment.f2 }
  use "u5" { fragment = fragment.f2 }
  use "u6" { fragment = fragment.f2 }
  use "u7" { fragment = fragment.f2 }
}

fragment "f2" {
  use "u0" { fragment = fragment.f3 }
  use "u1" { fragment = fragment.f3 }
  use "u2" { fragment = fragment.f3 }
  use "u3" { fragment = fragment.f3 }
  use "u4" { fragment = fragment.f3 }
  use "u5" { fragment = fragment.f3 }
  use "u6" { fragment = fragment.f3 }
  use "u7" { fragment = fragment.f3 }
}

fragment "f3" {
  use "u0" { fragment = fragment.f4 }
  use "u1" { fragment = fragment.f4 }
  use "u2" { fragment = fragment.f4 }
  use "u3" { fragment = fragment.f4 }
  use "u4" { fragment = fragment.f4 }
  use "u5" { fragment = fragment.f4 }
  use "u6" { fragment = fragment.f4 }
  use "u7" { fragment = fragment.f4 }
}

fragment "f4" {
  use "u0" { fragment = fragment.f5 }
  use "u1" { fragment = fragment.f5 }
  use "u2" { fragment = fragment.f5 }
  use "u3" { fragment = fragment.f5 }
  use "u4" { fragment = fragment.f5 }
  use "u5" { fragment = fragment.f5 }
  use "u6" { fragment = fragment.f5 }
  use "u7" { fragment = fragment.f5 }
}

fragment "f5" {
  delay "wait" { for = "7d" }
}

flow "f" { # ERROR F0425 "10000"
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
