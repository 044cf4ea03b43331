package facts

import "strings"

// Type is what the checker knows of a value before there is one.
type Type struct {
	Kind     Kind
	Nullable bool        // may be absent
	Elem     *Type       // of a list
	Object   *ObjectType // of an object
	Set      []string    // the closed set of a string, where one is known (order.channel)
}

// ObjectType names the fields of an object.
type ObjectType struct {
	Name   string // customer, order, item, product, shipment, event, …
	Fields []*Field

	byName map[string]*Field
}

// Field is one field of an object type.
type Field struct {
	Index int // its place in a Row
	Name  string
	Type  Type
	Doc   string // one sentence for the reference and the editor
}

// NewObject makes an object type and numbers its fields.
func NewObject(name string, fields ...*Field) *ObjectType {
	o := &ObjectType{Name: name, byName: make(map[string]*Field, len(fields))}
	for _, f := range fields {
		f.Index = len(o.Fields)
		o.Fields = append(o.Fields, f)
		o.byName[f.Name] = f
	}
	return o
}

// Field is the field with that name, or nil.
func (o *ObjectType) Field(name string) *Field { return o.byName[name] }

// Names are the names of all fields, in order.
func (o *ObjectType) Names() []string {
	names := make([]string, len(o.Fields))
	for i, f := range o.Fields {
		names[i] = f.Name
	}
	return names
}

// Of is the plain type of a kind that is never absent.
func Of(k Kind) Type { return Type{Kind: k} }

// Maybe is the same type, possibly absent.
func (t Type) Maybe() Type { t.Nullable = true; return t }

// Surely is the same type, never absent.
func (t Type) Surely() Type { t.Nullable = false; return t }

// ListType is a list of the element type.
func ListType(elem Type) Type { return Type{Kind: List, Elem: &elem} }

// ObjectTypeOf is the type of an object.
func ObjectTypeOf(o *ObjectType) Type { return Type{Kind: Object, Object: o} }

// OneOf is a string of a closed set.
func OneOf(set ...string) Type { return Type{Kind: String, Set: set} }

// String is the type as a diagnostic names it: "number", "list(item)", "customer".
func (t Type) String() string {
	switch t.Kind {
	case List:
		if t.Elem == nil {
			return "list"
		}
		return "list(" + t.Elem.String() + ")"
	case Object:
		if t.Object == nil || t.Object.Name == "" {
			return "object"
		}
		return t.Object.Name
	case Absent, Bool, Number, Money, String, Time, Duration, URL:
		return t.Kind.String()
	default:
		return strings.ToLower(t.Kind.String())
	}
}
