package expr

import (
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

// natural gives a constant the type that its value tells.
func (x *Lit) natural() *Lit {
	x.T = naturalType(x.Value)
	return x
}

// naturalType is the type of a constant that its JSON need not tell.
func naturalType(v facts.Value) facts.Type {
	if v.Kind() == facts.List {
		return facts.Type{} // A list's elements do not tell of what kind an empty one is.
	}
	return facts.Of(v.Kind())
}

func (c *Codec) writeLit(w *wire.Coder, x *Lit) {
	if sameType(x.T, naturalType(x.Value)) {
		c.writeConstant(w, x.Value)
		return
	}
	w.Array(func() {
		tag(w, "lit")
		c.typ(w, &x.T)
		c.writeConstant(w, x.Value)
	})
}

func (c *Codec) writeConstant(w *wire.Coder, v facts.Value) {
	switch v.Kind() {
	case facts.Absent:
		w.Null()
	case facts.Bool:
		b := v.True()
		w.Bool(&b)
	case facts.String:
		s := v.Text()
		w.Text(&s)
	case facts.Number:
		writeTagged(w, "n", v.Millionths())
	case facts.Time:
		writeTagged(w, "at", v.UnixMilli())
	case facts.Duration:
		s := v.Span()
		writeTagged(w, "d", int64(s.Months), int64(s.Days), int64(s.Exact))
	case facts.Money:
		w.Array(func() {
			minor, currency := v.Minor(), v.Currency()
			tag(w, "m")
			w.Int(&minor)
			w.Text(&currency)
		})
	case facts.URL:
		w.Array(func() {
			s := v.Text()
			tag(w, "u")
			w.Text(&s)
		})
	case facts.List:
		w.Array(func() {
			tag(w, "l")
			for _, elem := range v.List() {
				c.writeConstant(w, elem)
			}
		})
	case facts.Object:
		w.Fail("a constant object")
	default:
		panic("this is a bug in flowc: no kind " + v.Kind().String())
	}
}

func writeTagged(w *wire.Coder, name string, numbers ...int64) {
	w.Array(func() {
		tag(w, name)
		for i := range numbers {
			w.Int(&numbers[i])
		}
	})
}

// constant reads what writeConstant wrote.
func (c *Codec) constant(w *wire.Coder) (v facts.Value) {
	if w.Kind() != '[' {
		return c.plainConstant(w)
	}
	w.Array(func() {
		var name string
		w.Text(&name)
		v = c.taggedConstant(w, name)
	})
	return v
}

func (c *Codec) plainConstant(w *wire.Coder) facts.Value {
	switch w.Kind() {
	case 'n':
		w.Null()
		return facts.Value{}
	case '"':
		var s string
		w.Text(&s)
		return facts.StringOf(s)
	default:
		var b bool
		w.Bool(&b)
		return facts.BoolOf(b)
	}
}

func (c *Codec) taggedConstant(w *wire.Coder, name string) facts.Value {
	var n, months, days int64
	var s string
	switch name {
	case "n":
		w.Int(&n)
		if facts.Clamp(n) != n {
			w.Fail("the number %d is beyond the limit", n)
		}
		return facts.NumberOf(n)
	case "at":
		w.Int(&n)
		t := time.UnixMilli(n)
		if t.IsZero() || t.UnixMilli() != n {
			w.Fail("no instant")
		}
		return facts.TimeOf(t)
	case "d":
		w.Int(&months)
		w.Int(&days)
		w.Int(&n)
		if int64(int32(months)) != months || int64(int32(days)) != days {
			w.Fail("no duration")
		}
		return facts.SpanOf(facts.Span{Months: int(months), Days: int(days), Exact: time.Duration(n)})
	case "m":
		w.Int(&n)
		w.Text(&s)
		return facts.MoneyOf(n, s)
	case "u":
		w.Text(&s)
		return facts.URLOf(s)
	case "l":
		var list []facts.Value
		for w.More() {
			list = append(list, c.constant(w))
		}
		return facts.ListOf(list)
	}
	w.Fail("no node %q", name)
	return facts.Value{}
}

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
