package expr

import (
	"cmp"
	"maps"
	"slices"

	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Attribute is a field that a project declares of customers, orders or products. It may always be absent.
type Attribute struct {
	Object string // customer, order or product
	Name   string
	Kind   facts.Kind
}

// Type is the attribute's type; a list is one of texts.
func (a Attribute) Type() facts.Type {
	if a.Kind == facts.List {
		return facts.ListType(facts.Of(facts.String)).Maybe()
	}
	return facts.Of(a.Kind).Maybe()
}

// Types are the objects and events that a project's expressions know: those of the catalogue, with the attributes and events that the
// project declares. They are the same, down to the place of each field in a row, for equal declarations in any order.
type Types struct {
	objects map[string]*facts.ObjectType
	events  map[string]*order.EventType
}

// NewTypes are the types of a project. An attribute of a name that the catalogue has, or of another object, is left out. Attributes stand
// in a row after the fields of the catalogue, by name.
func NewTypes(attributes []Attribute, events []*order.EventType) *Types {
	t := &Types{objects: map[string]*facts.ObjectType{}, events: map[string]*order.EventType{}}
	// Each type is made after those that its fields have.
	t.extend(order.ProductType, attributes)
	t.extend(order.ItemType, attributes)
	t.extend(order.ShipmentType, attributes)
	t.extend(order.OrderType, attributes)
	t.extend(order.CustomerType, attributes)
	for _, name := range slices.Sorted(maps.Keys(order.BuiltinEvents)) {
		t.event(order.BuiltinEvents[name])
	}
	for _, e := range events {
		t.event(e)
	}
	return t
}

// Object is the object type with that name ("customer", "event review.submitted"), or nil.
func (t *Types) Object(name string) *facts.ObjectType { return t.objects[name] }

// Objects are the object types that rows have, by name: customer, order, item, product, shipment.
func (t *Types) Objects() map[string]*facts.ObjectType {
	objects := map[string]*facts.ObjectType{}
	for name := range order.Objects {
		objects[name] = t.objects[name]
	}
	return objects
}

// Event is the event type with that name, or nil.
func (t *Types) Event(name string) *order.EventType { return t.events[name] }

// Events are the names of all event types, sorted.
func (t *Types) Events() []string { return slices.Sorted(maps.Keys(t.events)) }

func (t *Types) event(e *order.EventType) {
	known := *e
	known.Type = t.rebuilt(e.Type, nil)
	t.objects[known.Type.Name] = known.Type
	t.events[known.Name] = &known
}

func (t *Types) extend(object *facts.ObjectType, attributes []Attribute) {
	var fields []*facts.Field
	own := slices.DeleteFunc(slices.Clone(attributes), func(a Attribute) bool { return a.Object != object.Name })
	slices.SortFunc(own, func(a, b Attribute) int { return cmp.Compare(a.Name, b.Name) })
	for i, a := range own {
		if object.Field(a.Name) != nil || i > 0 && own[i-1].Name == a.Name {
			continue
		}
		fields = append(fields, &facts.Field{Name: a.Name, Type: a.Type()})
	}
	t.objects[object.Name] = t.rebuilt(object, fields)
}

// rebuilt is the type with more fields, and with the project's object types in place of the catalogue's.
func (t *Types) rebuilt(object *facts.ObjectType, more []*facts.Field) *facts.ObjectType {
	var fields []*facts.Field
	for _, f := range append(slices.Clip(object.Fields), more...) {
		known := *f
		known.Type = t.retyped(f.Type)
		fields = append(fields, &known)
	}
	return facts.NewObject(object.Name, fields...)
}

func (t *Types) retyped(of facts.Type) facts.Type {
	if of.Elem != nil {
		elem := t.retyped(*of.Elem)
		of.Elem = &elem
	}
	if of.Object != nil && t.objects[of.Object.Name] != nil {
		of.Object = t.objects[of.Object.Name]
	}
	return of
}
