package interp

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
)

// Pressure is what keeps messages from people, over all flows of a program, made ready to run. Its zero value keeps nothing. It is safe
// for use by several goroutines.
type Pressure struct {
	excluded  func(*expr.Env) bool // nil: nobody is
	stale     calendar.Span
	caps      []machine.Cap
	quiet     calendar.Window // empty: none
	blackouts []blackout
	holdouts  []machine.Holdout
}

// blackout is a machine.Blackout as a span of instants, [from, to).
type blackout struct {
	name     string
	from, to time.Time
	allow    []string
	spread   time.Duration
}

// PreparePressure makes the pressure of a program ready. zone is the project's: blackouts are days on its clock.
func PreparePressure(p machine.Pressure, zone *time.Location) *Pressure {
	out := &Pressure{stale: calendar.Span(p.StaleAfter), caps: p.Caps, holdouts: p.Holdouts}
	if p.Exclude != nil {
		out.excluded = expr.CompileBool(p.Exclude)
	}
	if p.Quiet != (machine.QuietHours{}) {
		out.quiet = calendar.Window{From: *clock(p.Quiet.From), To: *clock(p.Quiet.To)}
	}
	for _, b := range p.Blackouts {
		out.blackouts = append(out.blackouts, blackout{
			name: b.Name, from: calendar.StartOfDay(date(b.From), zone), to: calendar.EndOfDay(date(b.To), zone), allow: b.Allow,
			spread: calendar.Span(b.Spread).Nominal(),
		})
	}
	return out
}

func date(text string) calendar.Date {
	d, err := calendar.ParseDate(text)
	if err != nil {
		panic("this is a bug in flowc: a date that was checked: " + err.Error())
	}
	return d
}

// Capped says whether any cap counts the topic.
func (p *Pressure) Capped(topic string) bool {
	return slices.ContainsFunc(p.caps, func(c machine.Cap) bool { return slices.Contains(c.Topics, topic) })
}

// Holdouts are the programme's holdouts of a topic.
func (p *Pressure) Holdouts(topic string) (list []machine.Holdout) {
	for _, h := range p.holdouts {
		if h.Size > 0 && slices.Contains(h.Topics, topic) {
			list = append(list, h)
		}
	}
	return list
}

// The default staleness of language.md, "A project": a message not released within this of its due time is dropped.
var (
	staleMarketing     = calendar.Span{Days: 7}
	staleTransactional = calendar.Span{Days: 2}
)

// StaleAt is the last instant at which a step's message that was due then may go.
func (p *Pressure) StaleAt(s *machine.Step, topic machine.Topic, due time.Time, zone *time.Location) time.Time {
	switch {
	case s.StaleAfter != facts.Span{}:
		return calendar.Span(s.StaleAfter).Add(due, zone)
	case !topic.Marketing:
		return staleTransactional.Add(due, zone)
	case !p.stale.IsZero():
		return p.stale.Add(due, zone)
	default:
		return staleMarketing.Add(due, zone)
	}
}

// Closed answers until when marketing of a topic waits at now, with a customer's zone; zero: it does not. letter tells one held message
// from another, so that those that a blackout held are let go one after the other.
func (p *Pressure) Closed(topic machine.Topic, now time.Time, zone *time.Location, letter string) time.Time {
	if !topic.Marketing {
		return time.Time{}
	}
	for _, b := range p.blackouts {
		if !now.Before(b.from) && now.Before(b.to) && !slices.Contains(b.allow, topic.Name) {
			return b.to.Add(time.Duration(float64(b.spread) * spread(b.name, letter)).Truncate(time.Millisecond))
		}
	}
	if p.quiet.Contains(now, zone) {
		return p.quiet.End(now, zone)
	}
	return time.Time{}
}

// ClosesAt is the next instant from now on at which marketing of the topic has to wait; zero: never.
func (p *Pressure) ClosesAt(topic machine.Topic, now time.Time, zone *time.Location) time.Time {
	if !topic.Marketing {
		return time.Time{}
	}
	next := p.quiet.Start(now, zone)
	for _, b := range p.blackouts {
		if b.to.After(now) && !slices.Contains(b.allow, topic.Name) && (next.IsZero() || b.from.Before(next)) {
			next = b.from
		}
	}
	return next
}

// spread is the place of a held message in the time over which a blackout's are let go, in [0, 1): a hash, so that a replay gives the
// same.
func spread(name, letter string) float64 {
	h := sha256.Sum256([]byte("flowc/1\x00blackout." + name + "\x00" + letter))
	return float64(binary.BigEndian.Uint64(h[:8])>>11) / (1 << 53)
}

// capped answers what the caps say to one more message of a topic at now: drop it, or hold it until an instant. sent are the customer's
// earlier releases.
func (p *Pressure) capped(topic string, sent []expr.Sent, now time.Time, zone *time.Location) (drop bool, until time.Time) {
	for i := range p.caps {
		c := &p.caps[i]
		if !slices.Contains(c.Topics, topic) {
			continue
		}
		after := calendar.Span(c.Per).Sub(now, zone)
		var counted []time.Time
		for _, m := range sent {
			if m.At.After(after) && !m.At.After(now) && slices.Contains(c.Topics, m.Topic) {
				counted = append(counted, m.At)
			}
		}
		if len(counted) < c.Limit {
			continue
		}
		if c.Skip {
			return true, time.Time{}
		}
		slices.SortFunc(counted, time.Time.Compare)
		if free := leaves(counted[len(counted)-c.Limit], calendar.Span(c.Per), now, zone); free.After(until) {
			until = free
		}
	}
	return false, until
}

// leaves is the first instant t at which a message sent at `at` is outside of (t − per, t]. Subtracting days is not the reverse of adding
// them where clocks are changed, so the answer is searched for: t − per never goes back as t goes on.
func leaves(at time.Time, per calendar.Span, now time.Time, zone *time.Location) time.Time {
	inside := func(t time.Time) bool { return per.Sub(t, zone).Before(at) }
	low, high := now, per.Add(at, zone)
	if !inside(high) && (!high.After(now) || inside(high.Add(-time.Millisecond))) {
		return high
	}
	for inside(high) {
		low, high = high, high.Add(24*time.Hour)
	}
	for high.Sub(low) > time.Millisecond {
		middle := low.Add(high.Sub(low) / 2).Truncate(time.Millisecond)
		if !middle.After(low) {
			break
		}
		if inside(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// heldOut answers which holdout keeps a customer's marketing back: that of the programme first, then the flow's own; empty: none does.
func (w *walker) heldOut(topic machine.Topic) string {
	if !topic.Marketing {
		return ""
	}
	for _, h := range w.known.Gate.Pressure.Holdouts(topic.Name) {
		if w.inHoldout(h.Salt(), h.Size) {
			return h.Name
		}
	}
	if w.flow.Holdout > 0 && w.inHoldout(w.flow.HoldoutSalt(), w.flow.Holdout) {
		return w.flow.Flow
	}
	return ""
}

// inside marks a draw of a holdout that did not take the customer.
const inside = "inside"

// HoldoutDraw is a holdout's draw as it is stored.
func HoldoutDraw(salt string) *machine.Draw {
	return &machine.Draw{Salt: salt, Unit: "customer", Address: salt}
}

func (w *walker) inHoldout(salt string, size int64) bool {
	if stored, ok := w.known.Draw(salt, "customer", w.j.Customer); ok {
		return stored == ""
	}
	arm := inside
	if below(bucket(salt, "customer", w.j.Customer), uint64(size), facts.Scale) {
		arm = ""
	}
	w.emit(Drawn{Draw: HoldoutDraw(salt), Unit: w.j.Customer, Variant: arm, At: w.now, Silent: true})
	return arm == ""
}
