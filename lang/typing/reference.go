package typing

import (
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Reference reads an expression that is only a name with dots, such as topic.orders or flow.post_purchase.ask: its first word
// and the words after it. It is not ok for anything else, one word alone included.
func Reference(e hclsyntax.Expression) (root string, path []string, rng diag.Range, ok bool) {
	rng = Range(e.Range())
	t, isTraversal := bare(e).(*hclsyntax.ScopeTraversalExpr)
	if !isTraversal || len(t.Traversal) < 2 {
		return "", nil, rng, false
	}
	for _, step := range t.Traversal[1:] {
		attr, isAttr := step.(hcl.TraverseAttr)
		if !isAttr {
			return "", nil, rng, false
		}
		path = append(path, attr.Name)
	}
	return t.Traversal.RootName(), path, rng, true
}

// Resolve reads a reference to something that the project declares and answers its name: kind is "topic", "flow", "segment" or
// "sender". It answers "" and an error for any other expression and for a name that is not declared.
func (w *World) Resolve(kind string, e hclsyntax.Expression) (name string, problems diag.List) {
	c := newChecker(w)
	name = c.reference(kind, e)
	return name, c.diags
}

// reference is the name that an expression such as topic.orders refers to, or "".
func (c *checker) reference(kind string, e hclsyntax.Expression) string {
	root, path, rng, ok := Reference(e)
	if !ok || root != kind || len(path) != 1 {
		c.report("F0329", rng, "A %s is named here. Write %s.NAME%s.", kind, kind, example(kind, c.world.names(kind)))
		return ""
	}
	at := stepName(bare(e).(*hclsyntax.ScopeTraversalExpr).Traversal[1])
	if !c.declared(kind, path[0], at) {
		return ""
	}
	return path[0]
}

// unknownCodes are the diagnostics of names that nobody declares.
var unknownCodes = map[string]diag.Code{
	"segment": "F0201", "var": "F0205", "local": "F0206", "goal": "F0207", "await": "F0208", "step": "F0209", "experiment": "F0210",
	"flow": "F0211", "topic": "F0212", "event": "F0213", "sender": "F0214",
}

// declared says whether the project declares a name, and reports one that it does not.
func (c *checker) declared(kind, name string, at diag.Range) bool {
	if c.world.declares(kind, name) {
		return true
	}
	c.unknown(unknownCodes[kind], at, name, c.world.names(kind), "There is no %s named %q.", kind, name)
	return false
}

// declares says whether a name is among names, without listing them: a project may have thousands of segments.
func (w *World) declares(kind, name string) bool {
	switch kind {
	case "segment":
		_, ok := w.Segments[name]
		return ok
	case "event":
		_, ok := w.Events[name]
		return ok
	default:
		return slices.Contains(w.names(kind), name)
	}
}

// names are what the project declares of a kind.
func (w *World) names(kind string) []string {
	switch kind {
	case "segment":
		return slices.Sorted(maps.Keys(w.Segments))
	case "event":
		return slices.Sorted(maps.Keys(w.Events))
	case "flow":
		return w.Flows
	case "topic":
		return w.Topics
	case "sender":
		return w.Senders
	default:
		panic("this is a bug in flowc: nothing is declared as a " + kind)
	}
}

// example is ", such as topic.orders", or nothing where there is none to show.
func example(kind string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return ", such as " + kind + "." + names[0]
}
