attribute "customer" "skin_type" { type = string }

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "a" {
    update {
      attributes = { skintype = "dry" } # ERROR F0446 "did you mean" "skin_type"
    }
  }

  step "b" {
    update {
      attributes = { shoe_size = 42 } # ERROR F0446 "declare it" "shoe_size"
    }
  }

  step "c" {
    update {
      attributes = "dry" # ERROR F0446 "braces"
    }
  }
}
