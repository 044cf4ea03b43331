attribute "customer" "country" { # ERROR F0445 "customer.country"
  type = string
}
