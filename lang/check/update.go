package check

import (
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/language"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// update checks a change of the customer: attributes that the project declares, each with a value of its type, and tags.
func (f *flow) update(u *ast.Update, at spot) *ir.Update {
	out := &ir.Update{Tags: f.expression(at.scope, u.Tags, typing.Want{Kind: facts.List, Elem: facts.String, For: "the tags", Example: `["reviewer"]`})}
	if !u.Attributes.Readable() {
		return out
	}
	object, ok := unwrapped(u.Attributes.Expr).(*hclsyntax.ObjectConsExpr)
	if !ok {
		f.report("F0446", u.Attributes.Range, "The attributes to change stand between braces, each with its new value: attributes = { NAME = VALUE }.")
		return out
	}
	declared := map[string]expr.Attribute{}
	for _, a := range f.checker.out.Attributes {
		if a.Object == "customer" {
			declared[a.Name] = a
		}
	}
	names := slices.Sorted(maps.Keys(declared))
	for _, item := range object.Items {
		name, where := hclKeyword(item.KeyExpr)
		a, ok := declared[name]
		if !ok {
			if near, found := language.Nearest(name, names); found {
				f.fix("F0446", where, near, "There is no attribute of customers named %s. Did you mean %s?", quoted(name), near)
			} else {
				f.report("F0446", where, "There is no attribute of customers named %s. Declare it: attribute \"customer\" \"%s\" { type = string }.%s", quoted(name), name, thereIs(names))
			}
			continue
		}
		want := typing.Want{Kind: a.Kind, Nullable: true, For: "the attribute " + name}
		if a.Kind == facts.List {
			want.Elem = facts.String
		}
		arg := &ast.Arg{Name: name, Expr: item.ValueExpr, Range: typing.Range(item.ValueExpr.Range()), NameRange: where}
		if x := f.expression(at.scope, arg, want); x != nil {
			out.Attributes = append(out.Attributes, ir.Setting{Name: name, Value: x})
		}
	}
	slices.SortFunc(out.Attributes, func(a, b ir.Setting) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out
}
