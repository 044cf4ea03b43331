package machine

import (
	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

func isZeroPressure(p *Pressure) bool {
	return p.Exclude == nil && p.StaleAfter == facts.Span{} && len(p.Caps) == 0 && p.Quiet == QuietHours{} && len(p.Blackouts) == 0 &&
		len(p.Holdouts) == 0 && p.Limits == Limits{}
}

// pressure stands after the segments, one of which it may name.
func (c *codec) pressure(p *Pressure) {
	c.object("pressure", func() bool { return isZeroPressure(p) }, func() {
		c.condition("exclude", &p.Exclude)
		c.span("stale_after", &p.StaleAfter)
		wire.Some(c.Coder, "caps", &p.Caps, func(x *Cap) {
			c.Object(func() {
				c.text("name", &x.Name)
				c.count("limit", &x.Limit)
				c.span("per", &x.Per)
				c.Names("topics", &x.Topics)
				c.flag("skip", &x.Skip)
			})
		})
		c.object("quiet", func() bool { return p.Quiet == QuietHours{} }, func() {
			c.text("from", &p.Quiet.From)
			c.text("to", &p.Quiet.To)
		})
		wire.Some(c.Coder, "blackouts", &p.Blackouts, func(b *Blackout) {
			c.Object(func() {
				c.text("name", &b.Name)
				c.text("from", &b.From)
				c.text("to", &b.To)
				c.Names("allow", &b.Allow)
				c.span("spread", &b.Spread)
			})
		})
		wire.Some(c.Coder, "holdouts", &p.Holdouts, func(h *Holdout) {
			c.Object(func() {
				c.text("name", &h.Name)
				c.whole("size", &h.Size)
				c.Names("topics", &h.Topics)
			})
		})
		c.object("limits", func() bool { return p.Limits == Limits{} }, func() {
			c.count("per_tick", &p.Limits.PerTick)
			c.count("per_hour", &p.Limits.PerHour)
			c.count("per_day", &p.Limits.PerDay)
			c.count("surge", &p.Limits.Surge)
		})
	})
}
