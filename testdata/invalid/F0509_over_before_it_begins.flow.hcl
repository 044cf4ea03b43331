quiet_hours {
  from = "21:00"
  to   = "21:00" # ERROR F0509 "21:00"
}

blackout "friday" {
  from = "2026-11-30"
  to   = "2026-11-27" # ERROR F0509 "last day"
}
