package expr

import (
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

// A type's text: the name of its kind; "@" and the name of an object; "[]" before that of a list's elements; "?" after what may be
// absent. "[]@order?" is a list of orders that may each be absent, "([]@order)?" a list that may itself be absent.
func typeText(t facts.Type) string {
	switch t.Kind {
	case facts.List:
		s := "[]"
		if t.Elem != nil {
			s += typeText(*t.Elem)
		}
		if t.Nullable {
			return "(" + s + ")?"
		}
		return s
	case facts.Object:
		s := "@"
		if t.Object != nil {
			s += t.Object.Name
		}
		return s + mark(t.Nullable)
	case facts.Absent, facts.Bool, facts.Number, facts.Money, facts.String, facts.Time, facts.Duration, facts.URL:
		return t.Kind.String() + mark(t.Nullable)
	default:
		panic("this is a bug in flowc: no kind " + t.Kind.String())
	}
}

func mark(nullable bool) string {
	if nullable {
		return "?"
	}
	return ""
}

// setOf is the closed set of a type, or of the innermost elements of a list.
func setOf(t *facts.Type) *[]string {
	for t.Kind == facts.List && t.Elem != nil {
		t = t.Elem
	}
	return &t.Set
}

func (c *Codec) typ(w *wire.Coder, t *facts.Type) {
	if w.Err() != nil {
		return
	}
	if w.Writing() {
		s, set := typeText(*t), *setOf(t)
		if len(set) == 0 {
			w.Text(&s)
			return
		}
		w.Array(func() {
			w.Text(&s)
			for i := range set {
				w.Text(&set[i])
			}
		})
		return
	}
	if w.Kind() == '"' {
		c.readType(w, t)
		return
	}
	w.Array(func() {
		c.readType(w, t)
		var set []string
		for w.More() {
			var s string
			w.Text(&s)
			set = append(set, s)
		}
		if len(set) == 0 {
			w.Fail("an empty set")
		}
		*setOf(t) = set
	})
}

func (c *Codec) readType(w *wire.Coder, t *facts.Type) {
	var s string
	w.Text(&s)
	if w.Err() != nil {
		return
	}
	known, ok := c.typeOf(s, 0)
	if !ok || typeText(known) != s {
		w.Fail("no type %q", s)
		return
	}
	*t = known
}

// listsMax bounds lists of lists in a type.
const listsMax = 16

func (c *Codec) typeOf(s string, depth int) (facts.Type, bool) {
	if inner, ok := strings.CutPrefix(s, "("); ok {
		inner, ok = strings.CutSuffix(inner, ")?")
		t, known := c.typeOf(inner, depth)
		return t.Maybe(), ok && known && t.Kind == facts.List && !t.Nullable
	}
	if elem, ok := strings.CutPrefix(s, "[]"); ok {
		if elem == "" {
			return facts.Type{Kind: facts.List}, true
		}
		if depth == listsMax {
			return facts.Type{}, false
		}
		t, known := c.typeOf(elem, depth+1)
		return facts.ListType(t), known
	}
	s, nullable := strings.CutSuffix(s, "?")
	if name, ok := strings.CutPrefix(s, "@"); ok {
		return facts.Type{Kind: facts.Object, Nullable: nullable, Object: c.object(name)}, true
	}
	kind, ok := facts.KindNamed(s)
	return facts.Type{Kind: kind, Nullable: nullable}, ok && kind != facts.List && kind != facts.Object
}

// object is the project's type with that name; an empty one of that name where it has none, such as that of several events together; nil
// for no name.
func (c *Codec) object(name string) *facts.ObjectType {
	if name == "" {
		return nil
	}
	if known := c.Types.Object(name); known != nil {
		return known
	}
	return facts.NewObject(name)
}

// sameType is true for types that have the same JSON.
func sameType(a, b facts.Type) bool {
	if a.Kind != b.Kind || a.Nullable != b.Nullable || !slices.Equal(a.Set, b.Set) || objectName(a) != objectName(b) {
		return false
	}
	if a.Elem == nil || b.Elem == nil {
		return a.Elem == b.Elem
	}
	return sameType(*a.Elem, *b.Elem)
}

func objectName(t facts.Type) string {
	if t.Object == nil {
		return ""
	}
	return t.Object.Name
}
