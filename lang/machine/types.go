package machine

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Types are the objects and events that the program's expressions know: the catalogue's, with what the project declares.
func (p *Program) Types() *expr.Types {
	events := make([]*order.EventType, len(p.Events))
	for i, e := range p.Events {
		events[i] = e.Type()
	}
	return expr.NewTypes(p.Attributes, events)
}

// Type is the declared event as the catalogue has events.
func (e EventType) Type() *order.EventType {
	properties := make([]*facts.Field, len(e.Properties))
	for i, p := range e.Properties {
		properties[i] = order.Property(p.Name, p.Type())
	}
	return order.NewEventType(e.Name, e.AboutOrder, properties...)
}

// Type is the property's type; a list is one of texts.
func (p Property) Type() facts.Type {
	if p.Kind == facts.List {
		return facts.ListType(facts.Of(facts.String))
	}
	return facts.Of(p.Kind)
}
