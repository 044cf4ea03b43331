# "Your review is up": people like to see that somebody read it.

flow "review_published" {
  title = "Your review is up"
  owner = "lifecycle@acme.example"
  topic = topic.reviews

  trigger {
    event    = "review.published"
    once_per = "event"
  }

  step "it_is_up" {
    email {
      subject   = "Your review is up"
      preheader = "Thank you: it will help somebody choose."
      body      = "it-is-up.md"
    }
  }
}
