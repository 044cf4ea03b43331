package typing

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// named is an expression that begins with a name: order.total, var.days, goal.reviewed.reached.
func (c *checker) named(s *Scope, e *hclsyntax.ScopeTraversalExpr) expr.Expr {
	root, rest := e.Traversal.RootName(), e.Traversal[1:]
	for slot := len(s.bound) - 1; slot >= 0; slot-- {
		if b := s.bound[slot]; b.name == root && b.name != "" {
			return c.steps(s, s.local(slot), rest, e)
		}
	}
	switch root {
	case "var":
		return c.variable(s, e)
	case "local":
		return c.local(s, e)
	case "segment":
		return c.segment(s, e)
	case "goal", "await", "step", "experiment":
		return c.node(s, expr.NodeKind(root), e)
	case "flow":
		return c.flow(s, e)
	case "topic", "sender":
		c.report("F0328", Range(e.Range()), "%s is the name of a %s and no value that can be calculated with or shown.", nameOf(e, root), root)
		return nil
	case string(expr.RootNow):
		x := &expr.Root{Name: expr.RootNow, T: facts.Of(facts.Time)}
		c.from[x] = e
		return c.steps(s, x, rest, e)
	}
	t, ok := s.root(expr.RootName(root))
	if !ok {
		c.notHere(s, root, e)
		return nil
	}
	if t.Kind == facts.Absent {
		return nil // Of a type that is wrong, which has been reported.
	}
	x := &expr.Root{Name: expr.RootName(root), T: s.settle(t, root)}
	c.from[x] = e
	if x.Name == expr.RootTrigger {
		rest = withoutEvent(t, rest)
	}
	return c.steps(s, x, rest, e)
}

// withoutEvent leaves out the step of trigger.event.rating that says the same again: the trigger is its event, and both
// trigger.rating and trigger.event.rating read it.
func withoutEvent(t facts.Type, rest hcl.Traversal) hcl.Traversal {
	if len(rest) == 0 || t.Object == nil || t.Object.Field("event") != nil {
		return rest
	}
	if attr, ok := rest[0].(hcl.TraverseAttr); ok && attr.Name == "event" {
		return rest[1:]
	}
	return rest
}

// local is the variable of a for-expression; nil for one whose list is wrong.
func (s *Scope) local(slot int) expr.Expr {
	b := s.bound[slot]
	if b.t.Kind == facts.Absent {
		return nil
	}
	x := &expr.Local{Slot: slot, Name: b.name}
	x.T = s.settle(b.t, pathOf(x))
	return x
}

// whyNot says where the roots that are not everywhere are.
var whyNot = map[string]string{
	"customer": "There is no customer here.",
	"order":    "There is an order only where the trigger is about one.",
	"item":     `There is an item only in a flow with each = "item" and inside ::: items in a letter.`,
	"shipment": `There is a shipment only in a flow with each = "shipment".`,
	"trigger":  "There is a trigger's event only in a flow that an event starts.",
	"event":    "event is the one being looked at, inside the where of a trigger, an exit, a goal or an await. Elsewhere, goal.NAME.event, await.NAME.event and trigger are there.",
	"links":    "links are there only in letters.",
	"coupon":   "A coupon is there only in letters of a step that has one.",
}

// insteadOf are words of other languages, with what to write here.
var insteadOf = map[string]string{
	"none": "null", "nil": "null", "undefined": "null", "True": "true", "TRUE": "true", "False": "false", "FALSE": "false",
	"user": "customer", "person": "customer", "contact": "customer", "profile": "customer", "recipient": "customer",
	"vars": "var", "variable": "var", "locals": "local", "segments": "segment", "today": "now", "timestamp": "now",
	"line_item": "item", "shop": "local",
}

// notHere reports a first name that is not known, or not in this place.
func (c *checker) notHere(s *Scope, root string, e *hclsyntax.ScopeTraversalExpr) {
	at := Range(e.Traversal[0].SourceRange())
	why, given := s.reason(root)
	if !given {
		why, given = whyNot[root]
	}
	if given {
		if !s.lenient || root == "coupon" {
			c.report("F0216", at, "%s", why)
		}
		return
	}
	names := s.firstNames()
	d := c.report("F0202", at, "There is nothing named %q.", root)
	switch near, ok := language.Nearest(root, names); {
	case insteadOf[root] != "":
		d.Detail += fmt.Sprintf(" Did you mean %q?", insteadOf[root])
		fix(d, at, insteadOf[root])
	case ok:
		d.Detail += fmt.Sprintf(" Did you mean %q?", near)
		fix(d, at, near)
	case strings.HasSuffix(written(e), ".md") || strings.HasSuffix(written(e), ".sql"):
		d.Detail += fmt.Sprintf(" If a file is meant, put its name in quotes: %q.", clip(written(e), shownMax))
	case len(e.Traversal) == 1:
		d.Detail += fmt.Sprintf(" If a text is meant, put it in quotes: %q.", clip(root, shownMax))
	default:
		d.Detail += " What can stand here begins with " + listed(names, "or") + "."
	}
}

// firstNames are the words with which a name may begin here.
func (s *Scope) firstNames() []string {
	var names []string
	for _, b := range s.bound {
		if b.name != "" {
			names = append(names, b.name)
		}
	}
	roots := map[string]bool{}
	for r := s.roots; r != nil; r = r.up {
		roots[r.name] = true
	}
	names = append(names, slices.Sorted(maps.Keys(roots))...)
	if s.segments {
		names = append(names, "segment")
	}
	for n := s.nodes; n != nil; n = n.up {
		if kind := string(n.value.Kind); !slices.Contains(names, kind) {
			names = append(names, kind)
		}
	}
	if s.flows() {
		names = append(names, "flow")
	}
	return append(names, "var", "local", "now")
}

// variable is var.NAME: a fragment's parameter or a constant of the project.
func (c *checker) variable(s *Scope, e *hclsyntax.ScopeTraversalExpr) expr.Expr {
	name, ok := c.second(e, "variable")
	if !ok {
		return nil
	}
	x, found := s.vars.find(name)
	if !found {
		x, found = c.world.Variables[name]
	}
	if !found {
		names := slices.Sorted(maps.Keys(c.world.Variables))
		for v := s.vars; v != nil; v = v.up {
			names = append(names, v.name)
		}
		c.unknown(unknownCodes["var"], stepName(e.Traversal[1]), name, names, "There is no variable named %q.", name)
		return nil
	}
	return c.steps(s, c.own(x, e), e.Traversal[2:], e)
}

// own copies a constant, so that a mistake with it is reported where it is used.
func (c *checker) own(x expr.Expr, e hclsyntax.Expression) expr.Expr {
	switch v := x.(type) {
	case nil:
		return nil
	case *expr.Lit:
		copied := *v
		x = &copied
	case *expr.ListLit:
		copied := *v
		copied.Elems = make([]expr.Expr, len(v.Elems))
		for i, elem := range v.Elems {
			copied.Elems[i] = c.own(elem, e)
		}
		x = &copied
	default: // the other kinds have nothing to do here
	}
	c.from[x] = e
	return x
}

// segment is segment.NAME.
func (c *checker) segment(s *Scope, e *hclsyntax.ScopeTraversalExpr) expr.Expr {
	name, ok := c.second(e, "segment")
	if !ok {
		return nil
	}
	at := Range(e.Range())
	_, customer := s.root(expr.RootCustomer)
	if why, given := s.reason("segment"); given && !s.segments {
		c.report("F0216", at, "%s", why)
		return nil
	} else if !s.segments || !customer {
		c.report("F0216", at, "Segments are made of customers, and none can be asked for here.")
		return nil
	}
	if !c.declared("segment", name, stepName(e.Traversal[1])) {
		return nil
	}
	x := &expr.Segment{Name: name, Body: c.world.Segments[name].Body}
	c.from[x] = e
	return c.steps(s, x, e.Traversal[2:], e)
}

// second is the name after the first dot of var.NAME and the like.
func (c *checker) second(e *hclsyntax.ScopeTraversalExpr, what string) (string, bool) {
	if len(e.Traversal) > 1 {
		if attr, ok := e.Traversal[1].(hcl.TraverseAttr); ok {
			return attr.Name, true
		}
	}
	root := e.Traversal.RootName()
	c.report("F0328", Range(e.Range()), "%s alone is no value. Write %s.NAME, with the name of the %s.", root, root, what)
	return "", false
}

// nameOf is how a name was written, or its first word.
func nameOf(e hclsyntax.Expression, root string) string {
	if s := written(e); s != "" {
		return s
	}
	return root
}
