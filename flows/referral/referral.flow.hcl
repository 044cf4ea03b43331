# For those who wrote a happy review: a link to pass on. Asked once in a life.

flow "referral" {
  title = "Pass it on"
  owner = "lifecycle@acme.example"
  topic = topic.offers

  trigger {
    event    = "review.submitted"
    where    = event.rating >= 4
    once_per = "customer"
  }

  exit "invited_already" {
    event = "referral.made"
  }

  delay "a_day_later" {
    for = "1d"
    at  = "18:00"
  }

  step "invite" {
    email {
      subject   = "Give a friend 10 %, get 10 %"
      preheader = "Your link is inside."
      body      = "invite.md"
    }
  }
}
