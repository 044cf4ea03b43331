package order

import (
	"slices"

	"github.com/flowc/flowc/schema/facts"
)

// EventType is one type of event: built in, or declared by a project.
type EventType struct {
	Name       string
	AboutOrder bool // as a trigger it is about an order
	Type       *facts.ObjectType
}

// NewEventType makes an event type whose object has `at` and `type` before its own properties.
func NewEventType(name string, aboutOrder bool, properties ...*facts.Field) *EventType {
	fields := append([]*facts.Field{
		field("at", instant, "When it happened."),
		field("type", text, "The event's type."),
	}, properties...)
	return &EventType{Name: name, AboutOrder: aboutOrder, Type: facts.NewObject("event "+name, fields...)}
}

// Property is a property of an event that may be absent.
func Property(name string, t facts.Type) *facts.Field { return field(name, t.Maybe(), "") }

func surely(name string, t facts.Type) *facts.Field { return field(name, t, "") }

// BuiltinEvents are the types of contracts.md, "Events in", by name.
var BuiltinEvents = builtin(
	NewEventType("customer.created", false),
	NewEventType("customer.updated", false),
	NewEventType("consent.changed", false, Property("topic", text), Property("state", text), Property("channel", text)),
	NewEventType("order.placed", true),
	NewEventType("order.paid", true),
	NewEventType("order.shipped", true),
	NewEventType("order.delivered", true),
	NewEventType("order.cancelled", true, Property("reason", text)),
	NewEventType("order.refunded", true, surely("amount", amount), Property("reason", text), Property("items", facts.ListType(facts.ObjectTypeOf(ItemType)))),
	NewEventType("return.requested", true, Property("reason", text)),
	NewEventType("review.submitted", false, surely("product", facts.ObjectTypeOf(ProductType)), surely("rating", number), Property("title", text), Property("body", text)),
	NewEventType("review.published", false, Property("product", facts.ObjectTypeOf(ProductType)), Property("url", text)),
	NewEventType("question.asked", false, Property("product", facts.ObjectTypeOf(ProductType)), Property("body", text)),
	NewEventType("question.answered", false, Property("product", facts.ObjectTypeOf(ProductType)), Property("body", text)),
	NewEventType("nps.answered", false, surely("score", number), Property("comment", text)),
	NewEventType("referral.made", false, Property("code", text)),
	NewEventType("referral.converted", false, Property("code", text), Property("order", text), Property("advocate", text)),
	NewEventType("coupon.redeemed", false, Property("code", text)),
	NewEventType("message.clicked", false),
	NewEventType("message.bounced", false, Property("kind", text)),
	NewEventType("message.complained", false),
	NewEventType("message.unsubscribed", false, Property("topic", text)),
)

func builtin(types ...*EventType) map[string]*EventType {
	m := make(map[string]*EventType, len(types))
	for _, t := range types {
		m[t.Name] = t
	}
	return m
}

// Merged is the type of `event` where one of several types may stand: the fields of all, absent where one lacks them.
func Merged(types []*EventType) *facts.ObjectType {
	if len(types) == 1 {
		return types[0].Type
	}
	var fields []*facts.Field
	for _, t := range types {
		for _, f := range t.Type.Fields {
			if slices.ContainsFunc(fields, func(g *facts.Field) bool { return g.Name == f.Name }) {
				continue
			}
			merged := *f
			for _, other := range types {
				if g := other.Type.Field(f.Name); g == nil || g.Type.Nullable {
					merged.Type.Nullable = true
				}
			}
			fields = append(fields, &merged)
		}
	}
	return facts.NewObject("event", fields...)
}
