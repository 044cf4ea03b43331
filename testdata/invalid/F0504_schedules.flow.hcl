runner {
  schedule = "0 9 * *" # ERROR F0504 "has 4"
}

segment "regulars" {
  where = customer.order_count > 3
}

flow "f0" {
  topic = topic.orders

  trigger {
    schedule = "every monday" # ERROR F0504 "five fields"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f1" {
  topic = topic.orders

  trigger {
    schedule = "0 9 30 2 *" # ERROR F0504 "never comes due"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f2" {
  topic = topic.orders

  trigger {
    schedule = "*/61 * * * *" # ERROR F0504 "longer than the whole"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f3" {
  topic = topic.orders

  trigger {
    schedule = "0 9 1 * mon" # ERROR F0504 "both"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f4" {
  topic = topic.orders

  trigger {
    schedule = "0 9 * * 7" # ERROR F0504 "0 or sun"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f5" {
  topic = topic.orders

  trigger {
    schedule = "@every 30s" # ERROR F0504 "five fields"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f6" {
  topic = topic.orders

  trigger {
    schedule = "@monthly" # ERROR F0504 "0 0 1 * *"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f7" {
  topic = topic.orders

  trigger {
    schedule = "TZ=Europe/Berlin 0 9 * * *" # ERROR F0504 "no time zone"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f8" {
  topic = topic.orders

  trigger {
    schedule = "0 24 * * *" # ERROR F0504 "0 to 23"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f9" {
  topic = topic.orders

  trigger {
    schedule = ",,, * * * *" # ERROR F0504 "no value"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f10" {
  topic = topic.orders

  trigger {
    schedule = "0 9 * * 5-1" # ERROR F0504 "ends before it begins"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f11" {
  topic = topic.orders

  trigger {
    schedule = "5/10 * * * *" # ERROR F0504 "5-59/10"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f12" {
  topic = topic.orders

  trigger {
    schedule = "0 0 9 * * *" # ERROR F0504 "has 6"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f13" {
  topic = topic.orders

  trigger {
    schedule = "0 9 31 4,6,9 *" # ERROR F0504 "never comes due"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

flow "f14" {
  topic = topic.orders

  trigger {
    schedule = "0 9 * foo *" # ERROR F0504 "month"
    audience = segment.regulars
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}

