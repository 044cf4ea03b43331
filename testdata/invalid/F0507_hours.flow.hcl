flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "a" { at = "10am" } # ERROR F0507
  delay "b" { at = "9:00" } # ERROR F0507 "09:00"
  delay "c" { at = "24:00" } # ERROR F0507 "00:00"
  delay "d" { at = "10.30" } # ERROR F0507 "10:30"
  delay "e" { at = 10 } # ERROR F0301 "text"
  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
