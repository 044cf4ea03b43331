package machine

import (
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// pressure checks what keeps messages from people. It comes after the topics.
func (v *validator) pressure() {
	p := &v.p.Pressure
	v.expression("pressure", "exclude", p.Exclude, false, facts.Bool)
	sortedBy(v, "caps", p.Caps, func(c Cap) string { return c.Name })
	for _, c := range p.Caps {
		v.need(c.Name != "" && c.Limit > 0 && c.Per != facts.Span{}, "cap %q: %d in %v", c.Name, c.Limit, c.Per)
		v.topicNames("cap "+c.Name, c.Topics)
	}
	if q := p.Quiet; q != (QuietHours{}) {
		_, err1 := calendar.ParseClock(q.From)
		_, err2 := calendar.ParseClock(q.To)
		v.need(err1 == nil && err2 == nil && q.From != q.To, "quiet hours from %q to %q", q.From, q.To)
	}
	sortedBy(v, "blackouts", p.Blackouts, func(b Blackout) string { return b.Name })
	for _, b := range p.Blackouts {
		from, err1 := calendar.ParseDate(b.From)
		to, err2 := calendar.ParseDate(b.To)
		v.need(b.Name != "" && err1 == nil && err2 == nil && from.Compare(to) <= 0, "blackout %q from %q to %q", b.Name, b.From, b.To)
		v.topicNames("blackout "+b.Name, b.Allow)
	}
	sortedBy(v, "holdouts", p.Holdouts, func(h Holdout) string { return h.Name })
	for _, h := range p.Holdouts {
		v.need(h.Name != "" && 0 <= h.Size && h.Size <= facts.Scale, "holdout %q of %d", h.Name, h.Size)
		v.topicNames("holdout "+h.Name, h.Topics)
	}
}

func (v *validator) topicNames(of string, names []string) {
	sortedBy(v, "topics of "+of, names, func(n string) string { return n })
	for _, n := range names {
		v.need(v.topics[n], "%s: no topic %q", of, n)
	}
}
