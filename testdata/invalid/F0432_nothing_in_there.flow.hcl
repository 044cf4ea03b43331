topic "news" {
  title   = " " # ERROR F0432 "title"
  kind    = "marketing"
  consent = "opt_in"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  exit "x" {
    event = [] # ERROR F0432 "empty"
  }

  delay "wait" {
    for = "1d"
    on  = [] # ERROR F0432 "days of the week"
  }

  step "m" {
    email {
      subject   = "" # ERROR F0432 "the subject"
      preheader = " " # ERROR F0432 "the preheader"
      body      = "" # ERROR F0432 "the body's file"
    }
  }
}
