// Package lower turns a checked project into a program of state machines. It cannot fail: every mistake was found by check.
package lower

import (
	"cmp"
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Program lowers a project. The lists of the result are sorted by name, so that neither files nor their order leave a trace.
func Program(p *ir.Program) *machine.Program {
	out := &machine.Program{
		Format: machine.Format,
		Project: machine.Project{
			Name:       p.Settings.Name,
			Timezone:   p.Settings.Timezone,
			Currencies: slices.Clone(p.Settings.Currencies),
			Locale:     p.Settings.Locale,
			BaseURL:    p.Settings.BaseURL,
		},
		Brand:    machine.Brand(p.Brand),
		Senders:  sorted(p.Senders, sender, func(s machine.Sender) string { return s.Name + "\x00" + string(s.Kind) }),
		Sources:  sorted(p.Sources, source, func(s machine.Source) string { return s.Name }),
		Pressure: pressure(p.Pressure),
		Topics:   sorted(p.Topics, topic, func(t machine.Topic) string { return t.Name }),
		Segments: sorted(p.Segments, segment, func(s machine.Segment) string { return s.Name }),
		Events:   sorted(p.Events, event, func(e machine.EventType) string { return e.Name }),
		Runner:   machine.Runner(p.Runner),
		Attributes: sorted(p.Attributes, func(a expr.Attribute) expr.Attribute { return a }, func(a expr.Attribute) string {
			return a.Object + "\x00" + a.Name
		}),
		Machines: sorted(p.Flows, flow, func(m *machine.Machine) string { return m.Flow }),
	}
	return out
}

// sorted lowers each element and sorts the results by a key that no two of them share.
func sorted[A, B any](in []A, lower func(A) B, key func(B) string) []B {
	var out []B
	for _, a := range in {
		out = append(out, lower(a))
	}
	slices.SortFunc(out, func(a, b B) int { return cmp.Compare(key(a), key(b)) })
	return out
}

func sender(s ir.Sender) machine.Sender {
	out := machine.Sender{
		Name: s.Name, From: s.From, ReplyTo: s.ReplyTo,
		SMTP: machine.Secret(s.SMTP), URL: machine.Secret(s.URL), Key: machine.Secret(s.Key),
	}
	switch s.Channel {
	case ir.ByEmail:
		out.Kind = machine.SenderEmail
	case ir.ByWebhook:
		out.Kind = machine.SenderWebhook
	default:
		panic("this is a bug in flowc: a sender without a channel")
	}
	return out
}

func source(s ir.Source) machine.Source {
	return machine.Source{
		Name: s.Name, Kind: machine.SourceKind(s.Kind), URL: machine.Secret(s.URL), Files: s.Files, Zone: s.Zone,
		Tables: sorted(s.Tables, func(t ir.Table) machine.Table { return machine.Table{Name: t.Name, Query: t.Query} }, func(t machine.Table) string { return t.Name }),
	}
}

func topic(t ir.Topic) machine.Topic {
	return machine.Topic{Name: t.Name, Title: t.Title, Marketing: t.Marketing, OptOut: t.OptOut, ImpliedFor: facts.Span(t.ImpliedFor)}
}

func segment(s ir.Segment) machine.Segment { return machine.Segment(s) }

// event leaves out `at` and `type`, which every event has.
func event(e *order.EventType) machine.EventType {
	out := machine.EventType{Name: e.Name, AboutOrder: e.AboutOrder}
	for _, f := range e.Type.Fields {
		if f.Name != "at" && f.Name != "type" {
			out.Properties = append(out.Properties, machine.Property{Name: f.Name, Kind: f.Type.Kind})
		}
	}
	slices.SortFunc(out.Properties, func(a, b machine.Property) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func about(a ir.About) machine.About {
	switch a {
	case ir.AboutOrder:
		return machine.AboutOrder
	case ir.AboutCustomer:
		return machine.AboutCustomer
	case ir.AsNamed:
		return machine.AsNamed
	default:
		panic("this is a bug in flowc: a match about nothing")
	}
}

// match sorts the events: which of them is named first means nothing.
func match(m ir.Match) machine.Match {
	events := slices.Clone(m.Events)
	slices.Sort(events)
	return machine.Match{Events: events, About: about(m.About), Where: m.Where}
}

func trigger(t ir.Trigger) machine.Trigger {
	out := machine.Trigger{
		AboutOrder:  t.AboutOrder,
		Each:        t.Each,
		Where:       t.Where,
		OncePer:     machine.Once(t.OncePer),
		Again:       facts.Span(t.Again),
		EnterWithin: facts.Span(t.EnterWithin),
		Schedule:    t.Schedule,
		Audience:    t.Audience,
		Segment:     t.Segment,
	}
	if t.Event != nil {
		out.Event = t.Event.Name
	}
	return out
}
