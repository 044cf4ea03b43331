blackout "friday" {
  from = "27.11.2026" # ERROR F0508 "2026-11-27"
  to   = "2026-11-31" # ERROR F0508 "calendar"
}
