package diag

// timeCodes are the diagnostics about time.
var timeCodes = map[Code]Entry{
	"F0501": {Error, "No time at all", `
A wait, a window or a time-out of 0 is over before it begins.

Wrong:

    delay "wait" { for = "0d" }

Write a time such as "1h" or "7d", or take the delay out.
`},
	"F0502": {Error, "Not a length of time", `
A length of time is one whole number and one unit, in quotes: s, m, h, d, w or mo.

Wrong:

    once_per = "90 days"

Write:

    once_per = "90d"
`},
	"F0503": {Error, "Unknown time zone", `
Time zones are written as their IANA names, which know when the clocks change in each place. "CET" and "UTC+1" do not.

Wrong:

    timezone = "Berlin"

Write:

    timezone = "Europe/Berlin"
`},
	"F0504": {Error, "Not a schedule", `
A schedule has five fields: minute, hour, day of the month, month, day of the week. * means every one, */15 each fifteenth, 1-5 from 1 to
5, and mon or jan are names. Sunday is 0. What would never run, or otherwise than it reads, is refused: 30 February, steps that are
longer than their field, a day of the month together with a day of the week.

Wrong:

    schedule = "every monday at 9"

Write:

    schedule = "0 9 * * mon"
`},
	"F0505": {Error, "Date that may be absent", `
The date is not known of everybody, and then nobody could say how long to wait.

Wrong:

    delay "arrival" {
      until = order.estimated_delivery_at
    }

Write one of:

    delay "arrival" {
      until      = order.estimated_delivery_at
      if_missing = "continue"
    }

    delay "arrival" {
      until = coalesce(order.estimated_delivery_at, after(order.placed_at, "5d"))
    }
`},
	"F0506": {Error, "Not a day of the week", `
Days are written with three small letters: mon, tue, wed, thu, fri, sat, sun.

Wrong:

    on = ["Tuesday"]

Write:

    on = ["tue"]
`},
	"F0507": {Error, "Not an hour", `
An hour of the day is written with two digits, a colon and two digits, from "00:00" to "23:59", in the customer's own time zone.

Wrong:

    at = "10am"

Write:

    at = "10:00"
`},
	"F0508": {Error, "Not a date", `
A day is written with its year, month and day, and must be in the calendar.

Wrong:

    from = "27.11.2026"

Write:

    from = "2026-11-27"
`},
	"F0509": {Error, "It is over before it begins", `
Quiet hours end at another hour than they begin, on the same day or the next; a blackout's last day, which is part of it, is not before its
first.

Wrong:

    quiet_hours {
      from = "21:00"
      to   = "21:00"
    }

Write:

    quiet_hours {
      from = "21:00"
      to   = "08:00"
    }
`},
}
