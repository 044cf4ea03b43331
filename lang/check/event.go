package check

import (
	"cmp"
	"slices"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// event checks a declared event. A name that is built in is not declared again.
func (c *checker) event(e *ast.Event) {
	if _, ok := order.BuiltinEvents[e.Name.Name]; ok {
		c.report("F0402", e.Name.Range, "The event %s is built in, with properties of its own. Give yours another name.", quoted(e.Name.Name))
		return
	}
	s := c.world.Scope()
	open := !c.complete(&e.Block)
	about, _ := c.word(s, e.About, "what an event is about", "order", "customer")
	names := newNames("property", "an event")
	var fields []*facts.Field
	for _, p := range e.Properties {
		if !c.take(names, p.Name) {
			open = open || p.Name.Name == ""
			continue
		}
		if p.Name.Name == "at" || p.Name.Name == "type" {
			c.report("F0403", p.Name.Range, "Every event has the property %s by itself. Give this one another name.", quoted(p.Name.Name))
			continue
		}
		t, ok := c.typeName(p.Type, propertyTypes)
		if !ok {
			t = facts.Type{} // nothing is said of what reads it
		}
		fields = append(fields, order.Property(p.Name.Name, t))
	}
	// By name, so that the order in which they are written leaves no trace.
	slices.SortFunc(fields, func(a, b *facts.Field) int { return cmp.Compare(a.Name, b.Name) })
	t := order.NewEventType(e.Name.Name, about == "order", fields...)
	c.world.Events[e.Name.Name] = t
	if open {
		c.world.Open[t.Type.Name] = true
	}
	c.out.Events = append(c.out.Events, t)
}
