# On the first of each month, at nine, to those who bought within half a year.

flow "monthly_roundup" {
  title = "The month at Acme"
  owner = "lifecycle@acme.example"
  topic = topic.offers

  trigger {
    schedule = "0 9 1 * *"
    audience = segment.recent_buyers
  }

  step "roundup" {
    email {
      subject   = "The month at Acme: ${date(now, "2 January")}"
      preheader = "What is new, what is back, and one thing to try."
      body      = "roundup.md"
    }
  }
}
