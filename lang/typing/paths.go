package typing

import (
	"fmt"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// steps goes on from a value along .name and [0].
func (c *checker) steps(s *Scope, x expr.Expr, rest hcl.Traversal, e hclsyntax.Expression) expr.Expr {
	before := c.part
	defer func() { c.part = before }()
	whole, _ := e.(*hclsyntax.ScopeTraversalExpr)
	for i, step := range rest {
		if x == nil {
			return nil
		}
		c.part.of, c.part.written = x, ""
		if whole != nil {
			c.part.written = writtenPath(whole.Traversal[:len(whole.Traversal)-len(rest)+i])
		}
		switch step := step.(type) {
		case hcl.TraverseAttr:
			x = c.field(s, x, step)
		case hcl.TraverseIndex:
			x = c.place(s, x, step)
		default:
			c.report("F0320", Range(step.SourceRange()), "Write [for x in LIST : x.field] for a field of each element.")
			return nil
		}
		if x != nil {
			c.from[x] = e
		}
	}
	return x
}

// foreignFields are names that other shops and tools give to fields, by object.
var foreignFields = map[string]map[string]string{
	"customer": {"name": "first_name", "firstname": "first_name", "orders_count": "order_count", "language": "locale", "lifetime_value": "total_spent",
		"ltv": "total_spent", "aov": "average_order_value", "time_zone": "timezone", "last_ordered_at": "last_order_at"},
	"order": {"price": "total", "amount": "total", "total_price": "total", "line_items": "items", "products": "items", "created_at": "placed_at",
		"name": "number", "date": "placed_at", "source": "channel", "state": "status"},
	"item":    {"name": "title", "price": "unit_price", "qty": "quantity", "variant": "variant_title"},
	"product": {"name": "title", "image": "image_url", "link": "url", "type": "category", "vendor": "brand"},
}

// field reads a field of an object.
func (c *checker) field(s *Scope, x expr.Expr, attr hcl.TraverseAttr) expr.Expr {
	t, at := x.Type(), stepName(attr)
	if t.Kind == facts.List {
		d := c.report("F0319", at, "%s is a list, and a list has no fields. Take one of its elements, such as [0].%s, or all of them: [for x in %s : x.%s].",
			capital(c.name(x)), attr.Name, c.code(x), attr.Name)
		if attr.Name == "length" || attr.Name == "count" || attr.Name == "size" {
			d.Detail = fmt.Sprintf("%s is a list. How many it holds is length(%s).", capital(c.name(x)), c.code(x))
		}
		return nil
	}
	if t.Kind != facts.Object || t.Object == nil {
		c.report("F0319", at, "This is %s, which has no field %q.", typeWords(t), attr.Name)
		return nil
	}
	if isWritten(t.Object) {
		c.report("F0319", at, "The object is written here itself: write its value in the place of its field %q.", attr.Name)
		return nil
	}
	f := t.Object.Field(attr.Name)
	if f == nil {
		if !c.world.Open[t.Object.Name] {
			c.noField(t.Object, attr.Name, at)
		}
		return nil
	}
	if f.Type.Kind == facts.Absent {
		return nil // Of a type that is wrong, which has been reported.
	}
	out := &expr.Field{Of: x, Field: f, T: f.Type}
	out.T.Nullable = f.Type.Nullable || t.Nullable
	if f.Name == "type" && f.Type.Kind == facts.String && isEvent(t.Object) {
		if c.events == nil {
			c.events = c.world.names("event")
		}
		out.T.Set = c.events
	}
	out.T = s.settle(out.T, pathOf(out))
	return out
}

// isEvent says whether an object is an event: "event", or "event order.placed".
func isEvent(o *facts.ObjectType) bool {
	return o.Name == "event" || len(o.Name) > 6 && o.Name[:6] == "event "
}

func (c *checker) noField(o *facts.ObjectType, name string, at diag.Range) {
	what := o.Name
	if what == "" {
		what = "object"
	}
	if isEvent(o) && what != "event" {
		what = fmt.Sprintf("event %q", o.Name[6:])
	}
	format := "The %s has no field %q."
	if o.Name == "links" {
		what, format = "link", "There is no %s named %q."
	}
	d := c.report("F0203", at, format, what, name)
	near, ok := foreignFields[o.Name][name]
	if !ok {
		near, ok = language.Nearest(name, o.Names())
	}
	switch {
	case ok:
		d.Detail += fmt.Sprintf(" Did you mean %q?", near)
		fix(d, at, near)
	case len(o.Fields) <= listMax:
		d.Detail += fmt.Sprintf(" There is %s.", listed(quoted(o.Names()), "and"))
	}
}

// place reads an element of a list at a place that is written as a literal.
func (c *checker) place(s *Scope, x expr.Expr, step hcl.TraverseIndex) expr.Expr {
	t, at := x.Type(), Range(step.SrcRange)
	if step.Key.Type() == cty.String && step.Key.IsKnown() && !step.Key.IsNull() {
		key := step.Key.AsString()
		if t.Kind != facts.Object || t.Object == nil || t.Object.Field(key) == nil {
			c.report("F0320", at, "What stands in [ ] is a place in a list, counted from 0. A field is read with a dot: %s.name.", c.code(x))
			return nil
		}
		d := c.report("F0320", at, "A field is read with a dot: %s.%s.", c.code(x), key)
		fix(d, at, "."+key)
		return nil
	}
	n, ok := numberOf(step.Key)
	if !ok {
		c.report("F0320", at, "What stands in [ ] is a place in a list, a whole number from 0.")
		return nil
	}
	lit := &expr.Lit{Value: facts.NumberOf(n), T: facts.Of(facts.Number)}
	return c.elementAt(s, x, lit, at)
}

// index reads an element of a list at a place that is calculated.
func (c *checker) index(s *Scope, e *hclsyntax.IndexExpr) expr.Expr {
	x, at := c.check(s, e.Collection), c.check(s, e.Key)
	if x == nil || at == nil {
		return nil
	}
	return c.elementAt(s, x, at, Range(e.BracketRange))
}

func (c *checker) elementAt(s *Scope, x, at expr.Expr, rng diag.Range) expr.Expr {
	t := x.Type()
	if t.Kind != facts.List {
		c.report("F0318", rng, "%s is %s and no list, so it has no places.", capital(c.name(x)), typeWords(t))
		return nil
	}
	if at.Type().Kind != facts.Number {
		c.report("F0320", rng, "What stands in [ ] is a place in a list, a whole number from 0, and not %s.", typeWords(at.Type()))
		return nil
	}
	if t.Elem == nil {
		c.report("F0320", rng, "This list is empty: it has no places.")
		return nil
	}
	out := &expr.Index{Of: x, At: at, T: t.Elem.Maybe()}
	if lit, ok := at.(*expr.Lit); ok {
		n := lit.Value.Millionths()
		if n < 0 || n%facts.Scale != 0 {
			c.report("F0320", rng, "What stands in [ ] is a place in a list, a whole number from 0; there is no [%s].", facts.FormatNumber(n))
			return nil
		}
		// An order has at least one item (language.md, "Expressions").
		if n == 0 && isItemsOfOrder(x) && !t.Nullable {
			out.T = *t.Elem
		}
	}
	out.T = s.settle(out.T, pathOf(out))
	return out
}

func isItemsOfOrder(x expr.Expr) bool {
	f, ok := x.(*expr.Field)
	if !ok || f.Field.Name != "items" {
		return false
	}
	of := f.Of.Type().Object
	return of != nil && of.Name == "order"
}
