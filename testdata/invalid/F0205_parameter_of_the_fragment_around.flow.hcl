fragment "outer" {
  parameter "wait" { type = duration }
  parameter "span" { type = number }

  use "in" {
    fragment = fragment.inner
    pause    = var.wait # what is given stands in the outer one
  }
  delay "again" { for = days(var.span) }
}

fragment "inner" {
  parameter "pause" { type = duration }

  delay "a" { for = var.pause }
  delay "b" { for = var.wait } # ERROR F0205 "wait"
  delay "c" { for = var.span } # the project's, not the number of the fragment around
}

variable "span" {
  type    = duration
  default = "3d"
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  use "first" {
    fragment = fragment.outer
    wait     = "7d"
    span     = 3
  }
  delay "d" { for = var.pause } # ERROR F0205 "pause"
}
