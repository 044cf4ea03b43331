sender "email" "founder" {
  from = "Ada of Acme <ada@acme.example>"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    on_unknown = "hold"
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "letters/m.md"
      sender    = sender.founder
      locale "pt-BR" {
        subject   = "Uma palavra nossa"
        preheader = "O que há de novo."
      }
      locale "de" {
        subject   = "Ein Wort von uns"
        preheader = "Was es Neues gibt, ${coalesce(customer.first_name, "du")}."
      }
    }
    experiment {
      variant "plain" { weight = 1 }
      variant "warm" {
        weight = 1
        email {
          subject = "A warm word from us"
          body    = "letters/warm.md"
          locale "de" { subject = "Ein warmes Wort von uns" }
          locale "pt-BR" { subject = "Uma palavra calorosa" }
        }
      }
    }
  }
}
