segment "s00" {
  where = customer.order_count > 1 && customer.order_count < 9
}

segment "s01" {
  where = segment.s00 != segment.s00
}

segment "s02" {
  where = segment.s01 != segment.s01
}

segment "s03" {
  where = segment.s02 != segment.s02
}

segment "s04" {
  where = segment.s03 != segment.s03
}

segment "s05" {
  where = segment.s04 != segment.s04
}

segment "s06" {
  where = segment.s05 != segment.s05
}

segment "s07" {
  where = segment.s06 != segment.s06
}

segment "s08" {
  where = segment.s07 != segment.s07
}

segment "s09" {
  where = segment.s08 != segment.s08
}

segment "s10" {
  where = segment.s09 != segment.s09
}

segment "s11" {
  where = segment.s10 != segment.s10 # ERROR F0405 "20000"
}

segment "s12" {
  where = segment.s11 != segment.s11
}

segment "s13" {
  where = segment.s12 != segment.s12
}

segment "s14" {
  where = segment.s13 != segment.s13
}

segment "s15" {
  where = segment.s14 != segment.s14
}

flow "f" {
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
