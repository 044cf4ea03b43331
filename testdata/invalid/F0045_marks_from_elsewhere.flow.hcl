# ERROR+1 F0045 "git"
<<<<<<< HEAD
flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  -- wait a week # ERROR F0045 "comment"
  delay "d" { for = "7d" }
# ERROR+1 F0045 "git"
=======
  delay "d" { for = "7d" } # ERROR F0401
# ERROR+1 F0045 "git"
>>>>>>> main

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
# ERROR+1 F0045 "comment"
<!-- the end -->
