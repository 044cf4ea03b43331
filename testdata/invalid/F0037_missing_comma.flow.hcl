flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  delay "d" {
    on = ["tue" "wed"] # ERROR F0037 "commas between"
    at = "10:00"
  }

  step "m" {
    email {
      subject   = "Hello ${coalesce(customer.first_name "there")}" # ERROR F0037 "comma"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
