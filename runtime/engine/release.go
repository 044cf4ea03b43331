package engine

import (
	"net/url"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// sendKey is the identity of a message in one line of printable ASCII: FLOW:KEY:NODE:ROUND, each part escaped.
func sendKey(flow, key, node, round string) string {
	return url.QueryEscape(flow) + ":" + url.QueryEscape(key) + ":" + url.QueryEscape(node) + ":" + round
}

// outboxRow is the row of a message that was released or dropped, or of a webhook.
func (b *batch) outboxRow(en *entry, eff interp.Effect) *store.OutboxRow {
	switch eff := eff.(type) {
	case interp.Release:
		return b.messageRow(en, eff)
	case interp.Call:
		return b.callRow(en, eff)
	case interp.Entered, interp.Ended, interp.Drawn, interp.Reached, interp.Update:
		panic("this is a bug in flowc: an effect of the trail in the outbox")
	default:
		panic("this is a bug in flowc: an effect of an unknown kind")
	}
}

func (b *batch) row(en *entry, node, round string) *store.OutboxRow {
	return &store.OutboxRow{
		Flow: en.j.Flow, Key: en.j.Key, Node: node, Round: round, Journey: en.j.ID, Customer: en.j.Customer, Order: en.j.Order,
		Program: b.e.Program.Fingerprint, ReleasedAt: b.now, At: b.now, Status: store.Planned, NextAt: b.now,
	}
}

func (b *batch) messageRow(en *entry, r interp.Release) *store.OutboxRow {
	row := b.row(en, string(r.Step.Name), r.Round)
	topic := b.e.Program.topics[r.Email.Topic]
	person := b.facts.People[en.j.Customer]
	row.Kind, row.Channel, row.Sender, row.Topic = "message", "email", r.Email.Sender, topic.Name
	row.Marketing, row.OptOut, row.Resend = topic.Marketing, topic.OptOut, r.Email.Resend
	row.Variant, row.Address = r.Variant, person.Email
	row.Locale, row.Subject, row.Payload = r.Text.Locale, r.Text.Subject, r.Text.Payload
	row.StaleAt, row.Zone = r.StaleAt, person.Timezone
	row.ImpliedTo = interp.ImpliedTo(topic, person.Row.Get(lastOrderAt), b.e.Program.zoneOf(person.Timezone))
	if r.Dropped != "" {
		row.Status, row.Reason, row.NextAt = store.Dropped, r.Dropped, time.Time{}
		b.report.Dropped++
		return row
	}
	if r.Text.Broken != "" {
		row.Status, row.Reason, row.Answer, row.NextAt = store.Failed, "cannot be made", r.Text.Broken, time.Time{}
		b.e.Log.Error("a message cannot be made", "journey", en.j.Flow+":"+en.j.Key, "node", row.Node, "why", r.Text.Broken)
		b.report.Failed++
		return row
	}
	if r.HeldOut != "" {
		row.Status, row.Reason, row.NextAt = store.HeldOut, r.HeldOut, time.Time{}
		return row
	}
	row.ClosesAt = b.e.Program.pressure.ClosesAt(topic, b.now, b.e.Program.zoneOf(person.Timezone))
	b.report.Released++
	return row
}

func (b *batch) callRow(en *entry, c interp.Call) *store.OutboxRow {
	row := b.row(en, string(c.Step.Name), c.Round)
	row.Kind, row.Channel, row.Sender, row.Resend = "webhook", "webhook", c.Hook.Sender, true
	row.Payload = appendBody(nil, c.Body, c.Hook.Body)
	b.report.Calls++
	return row
}

// composer fills the letters of one journey (interp.Known.Compose).
func (b *batch) composer(j *interp.Journey, person *store.Person) func(*expr.Env, *interp.Release) interp.Text {
	return func(env *expr.Env, r *interp.Release) interp.Text {
		l := pickLetter(r.Letters, env.Locale)
		key := letterKey{j.Flow, string(r.Step.Name), "", l.Locale}
		if r.Email.Experiment != nil && r.HeldOut == "" {
			key.variant = r.Variant
		}
		target := LinkFor{
			Customer: j.Customer, Address: person.Email, Topic: r.Email.Topic, Order: j.Order, At: b.now,
			Message: sendKey(j.Flow, j.Key, string(r.Step.Name), r.Round),
		}
		env.Links = &links{target: target, maker: b.e.Links, website: b.e.Program.Brand.Website, order: env.Order}
		text := b.e.Program.letters[key]
		filled := text.fill(env)
		filled.Links = linksIn(b.e.Links, target, b.e.Program.topics[r.Email.Topic].Marketing)
		env.Links = nil
		made := interp.Text{Locale: l.Locale, Subject: filled.Subject, Payload: filled.encode()}
		if o := b.facts.Orders[j.Order]; text.firstItem && o != nil && len(o.Items) == 0 {
			made.Broken = "the order " + o.ID + " came without any item"
		}
		return made
	}
}

// linksIn are the links of a letter's layout. Only marketing can be unsubscribed from.
func linksIn(maker Links, target LinkFor, marketing bool) map[string]string {
	urls := map[string]string{"browser": maker.URL("browser", target)}
	if marketing {
		urls["unsubscribe"], urls["preferences"] = maker.URL("unsubscribe", target), maker.URL("preferences", target)
	}
	return urls
}
