package typing

import (
	"fmt"
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// nodeFields are what a journey knows of its nodes. Booleans are never absent: a node that was not passed was not reached.
var nodeFields = map[expr.NodeKind][]string{
	expr.NodeGoal:       {"reached", "at", "event"},
	expr.NodeAwait:      {"happened", "at", "event"},
	expr.NodeStep:       {"sent", "sent_at", "skipped", "variant", "clicked"},
	expr.NodeExperiment: {"variant"},
	expr.NodeFlow:       {"active"},
}

func (n Node) fieldType(field string) (facts.Type, bool) {
	switch field {
	case "reached", "happened", "sent", "skipped", "clicked", "active":
		return facts.Of(facts.Bool), true
	case "at", "sent_at":
		return facts.Of(facts.Time).Maybe(), true
	case "event":
		if n.Event == nil {
			return facts.Type{}, false
		}
		return facts.ObjectTypeOf(n.Event).Maybe(), true
	case "variant":
		// Absent for those who were held out, and until the draw.
		return facts.OneOf(n.Variants...).Maybe(), true
	default:
		panic("this is a bug in flowc: nodes have no field " + field)
	}
}

// node is goal.NAME.FIELD and the like.
func (c *checker) node(s *Scope, kind expr.NodeKind, e *hclsyntax.ScopeTraversalExpr) expr.Expr {
	n, steps, found := s.findNode(kind, e.Traversal)
	if !found {
		c.noNode(s, kind, e)
		return nil
	}
	rest := e.Traversal[1+steps:]
	if len(rest) == 0 {
		c.report("F0328", Range(e.Range()), "%s alone is no value. Write %s.", nameOf(e, string(kind)), fieldsAfter(kind, n.Name))
		return nil
	}
	attr, ok := rest[0].(hcl.TraverseAttr)
	if !ok {
		c.report("F0328", Range(e.Range()), "The %s %q has fields and no places. Write %s.", kind, n.Name, fieldsAfter(kind, n.Name))
		return nil
	}
	if !c.nodeField(kind, attr) {
		return nil
	}
	if kind == expr.NodeStep && attr.Name == "variant" && len(n.Variants) == 0 {
		c.report("F0203", stepName(attr), "The step %q has no experiment, so nobody has a variant of it.", n.Name)
		return nil
	}
	t, ok := n.fieldType(attr.Name)
	if !ok {
		return nil // Its event is wrong, which has been reported.
	}
	x := &expr.Node{Kind: kind, Name: n.Address, Field: attr.Name}
	x.T = s.settle(t, pathOf(x))
	c.from[x] = e
	if !n.Sure {
		if c.unsure == nil {
			c.unsure = map[*expr.Node]bool{}
		}
		c.unsure[x] = true
	}
	return c.steps(s, x, rest[1:], e)
}

// nodeField says whether nodes of the kind have the field, and reports one that they do not have.
func (c *checker) nodeField(kind expr.NodeKind, attr hcl.TraverseAttr) bool {
	fields := nodeFields[kind]
	if slices.Contains(fields, attr.Name) {
		return true
	}
	at := stepName(attr)
	if strings.HasPrefix(attr.Name, "open") {
		c.opens(at, "clicked")
		return false
	}
	c.unknown("F0203", at, attr.Name, fields, "A %s has no field %q.", kind, attr.Name)
	return false
}

// opens reports a question that no mail can answer.
func (c *checker) opens(at diag.Range, instead string) {
	c.report("F0218", at, "Whether a message was opened is not known: mail programs open mail by themselves, so nothing may depend on it. Ask for %s, which counts people and no scanners.", instead)
}

// fieldsAfter is "goal.x.reached, goal.x.at or goal.x.event".
func fieldsAfter(kind expr.NodeKind, name string) string {
	var all []string
	for _, f := range nodeFields[kind] {
		all = append(all, fmt.Sprintf("%s.%s.%s", kind, name, f))
	}
	return listed(all, "or")
}

// findNode is the node that a name begins with, and the number of steps in its name: a node inside a use has a dot in it.
func (s *Scope) findNode(kind expr.NodeKind, t hcl.Traversal) (n Node, steps int, found bool) {
	name := string(kind)
	for i, step := range t[1:] {
		attr, ok := step.(hcl.TraverseAttr)
		if !ok || i == usesMax {
			break
		}
		name += "." + attr.Name
		if in, ok := s.nodes.find(name); ok {
			n, steps, found = in, i+1, true
		}
	}
	return n, steps, found
}

// usesMax is how many names a node's name may have, one for each use around it.
const usesMax = 8

// noNode reports a node that is not known, or not in this place.
func (c *checker) noNode(s *Scope, kind expr.NodeKind, e *hclsyntax.ScopeTraversalExpr) {
	name, ok := c.second(e, string(kind))
	if !ok || s.lenient {
		return
	}
	full := string(kind)
	for _, step := range e.Traversal[1:] {
		attr, isAttr := step.(hcl.TraverseAttr)
		if !isAttr {
			break
		}
		full += "." + attr.Name
		if why, given := s.reason(full); given {
			c.report("F0217", Range(e.Range()), "%s", why)
			return
		}
	}
	if why, given := s.reason(string(kind)); given {
		c.report("F0216", Range(e.Range()), "%s", why)
		return
	}
	at := stepName(e.Traversal[1])
	var names []string
	for n := s.nodes; n != nil; n = n.up {
		if n.value.Kind != kind {
			continue
		}
		names = append(names, n.value.Name)
		if dots := strings.Count(n.value.Name, "."); dots > 0 && dots+2 < len(e.Traversal) {
			// One inside a use: its name goes on.
			if whole := writtenPath(e.Traversal[:dots+2]); whole != "" && strings.Count(whole, ".") == dots+1 {
				name = whole[len(kind)+1:]
				at.End = Range(e.Traversal[dots+1].SourceRange()).End
			}
		}
	}
	slices.Reverse(names)
	where := "before this place"
	if kind == expr.NodeGoal {
		where = "in this flow"
	}
	c.unknown(unknownCodes[string(kind)], at, name, names, "There is no %s named %q %s.", kind, name, where)
}

// flows says whether flow.x.active may be asked: wherever there is a customer, unless there is a reason against it.
func (s *Scope) flows() bool {
	_, customer := s.root(expr.RootCustomer)
	_, refused := s.why.find("flow")
	return customer && !refused
}

// flow is flow.NAME.active.
func (c *checker) flow(s *Scope, e *hclsyntax.ScopeTraversalExpr) expr.Expr {
	name, ok := c.second(e, "flow")
	if !ok {
		return nil
	}
	if why, given := s.reason("flow"); given {
		c.report("F0216", Range(e.Range()), "%s", why)
		return nil
	}
	if !s.flows() {
		c.report("F0216", Range(e.Range()), "There is no customer here who could be in a flow.")
		return nil
	}
	if !c.declared("flow", name, stepName(e.Traversal[1])) {
		return nil
	}
	attr, ok := hcl.TraverseAttr{}, false
	if len(e.Traversal) > 2 {
		attr, ok = e.Traversal[2].(hcl.TraverseAttr)
	}
	if !ok {
		c.report("F0328", Range(e.Range()), "flow.%s alone is no value. flow.%s.active says whether this customer is in it now.", name, name)
		return nil
	}
	if !c.nodeField(expr.NodeFlow, attr) {
		return nil
	}
	x := &expr.Node{Kind: expr.NodeFlow, Name: name, Field: attr.Name, T: facts.Of(facts.Bool)}
	c.from[x] = e
	return c.steps(s, x, e.Traversal[3:], e)
}
