package check

import (
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The types that can be written, by name.
var (
	propertyTypes = map[string]facts.Type{
		"string": facts.Of(facts.String), "number": facts.Of(facts.Number), "bool": facts.Of(facts.Bool),
		"money": facts.Of(facts.Money), "timestamp": facts.Of(facts.Time), "list(string)": facts.ListType(facts.Of(facts.String)),
	}
	variableTypes = map[string]facts.Type{
		"string": facts.Of(facts.String), "number": facts.Of(facts.Number), "bool": facts.Of(facts.Bool),
		"duration": facts.Of(facts.Duration), "list(string)": facts.ListType(facts.Of(facts.String)),
	}
)

// typeName reads the name of a type, written without quotes.
func (c *checker) typeName(a *ast.Arg, types map[string]facts.Type) (facts.Type, bool) {
	if !a.Readable() {
		return facts.Type{}, false
	}
	names := slices.Sorted(maps.Keys(types))
	name, ok := spelt(a.Expr)
	if !ok {
		c.report("F0422", a.Range, "A type is written without quotes: %s.", listed(names, "or"))
		return facts.Type{}, false
	}
	t, ok := types[name]
	if ok {
		return t, true
	}
	if nearest, near := language.Nearest(name, names); near {
		c.fix("F0422", a.Range, nearest, "There is no type %s. Did you mean %s?", name, nearest)
	} else {
		c.report("F0422", a.Range, "There is no type %s here. Write %s.", name, listed(names, "or"))
	}
	return facts.Type{}, false
}

// spelt is how a type is written: one word, or list(word).
func spelt(e hclsyntax.Expression) (string, bool) {
	switch e := unwrapped(e).(type) {
	case *hclsyntax.ScopeTraversalExpr:
		if len(e.Traversal) == 1 {
			return e.Traversal.RootName(), true
		}
	case *hclsyntax.FunctionCallExpr:
		if len(e.Args) == 1 {
			inner, ok := unwrapped(e.Args[0]).(*hclsyntax.ScopeTraversalExpr)
			if ok && len(inner.Traversal) == 1 {
				return e.Name + "(" + inner.Traversal.RootName() + ")", true
			}
		}
	}
	return "", false
}
