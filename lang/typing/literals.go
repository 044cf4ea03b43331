package typing

import (
	"math/big"

	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literal is true, false, null, a number, or a piece of a text.
func (c *checker) literal(e *hclsyntax.LiteralValueExpr) expr.Expr {
	v := e.Val
	switch {
	case v.IsNull():
		return &expr.Lit{T: facts.Type{Kind: facts.Absent, Nullable: true}}
	case !v.IsKnown():
		return nil // could not be read, which has been reported
	case v.Type() == cty.Bool:
		return &expr.Lit{Value: facts.BoolOf(v.True()), T: facts.Of(facts.Bool)}
	case v.Type() == cty.String:
		return &expr.Lit{Value: facts.StringOf(v.AsString()), T: facts.Of(facts.String)}
	case v.Type() == cty.Number:
		n, ok := numberOf(v)
		if !ok {
			c.report("F0322", Range(e.SrcRange), "A number has at most six places after the point and lies between −10¹² and 10¹².")
			return nil
		}
		return &expr.Lit{Value: facts.NumberOf(n), T: facts.Of(facts.Number)}
	default:
		return nil
	}
}

// numberOf is a number in millionths, if it is one and can be kept exactly.
func numberOf(v cty.Value) (millionths int64, ok bool) {
	if v.IsNull() || !v.IsKnown() || v.Type() != cty.Number {
		return 0, false
	}
	f := v.AsBigFloat()
	if f.Sign() == 0 {
		return 0, true
	}
	// Between 10^-6 and 10^12, so that what follows is small whatever was written.
	if exp := f.MantExp(nil); f.IsInf() || exp < -20 || exp > 41 {
		return 0, false
	}
	scaled := new(big.Float).SetPrec(512).Mul(f, big.NewFloat(facts.Scale))
	half := big.NewFloat(0.5)
	if f.Sign() < 0 {
		half.Neg(half)
	}
	n, _ := new(big.Float).SetPrec(512).Add(scaled, half).Int64()
	// Decimals are no binary fractions: what was written in six places is this near to them, and nothing else is.
	off := new(big.Float).SetPrec(512).Sub(scaled, new(big.Float).SetInt64(n))
	if off.Sign() != 0 && off.MantExp(nil) > -200 {
		return 0, false
	}
	if n > facts.Limit || n < -facts.Limit {
		return 0, false
	}
	return n, true
}

// list is [a, b].
func (c *checker) list(s *Scope, e *hclsyntax.TupleConsExpr) expr.Expr {
	elems, ok := make([]expr.Expr, len(e.Exprs)), true
	for i, elem := range e.Exprs {
		if elems[i] = c.check(s, elem); elems[i] == nil {
			ok = false
		}
	}
	if !ok {
		return nil
	}
	if len(elems) == 0 {
		out := &expr.ListLit{T: facts.Type{Kind: facts.List}}
		c.empty = append(c.empty, out)
		return out
	}
	elems, t := c.unify(elems, "All elements of a list have one type")
	if elems == nil {
		return nil
	}
	return &expr.ListLit{Elems: elems, T: facts.ListType(t)}
}

// objectItem is one line of an object: its name and where that stands.
type objectItem struct {
	name  string
	at    diag.Range
	value hclsyntax.Expression
}

// items are the lines of an object. They are not ok where a name is none, or is there twice.
func (c *checker) items(o *hclsyntax.ObjectConsExpr) (items []objectItem, ok bool) {
	ok = true
	seen := map[string]bool{}
	for _, i := range o.Items {
		at := Range(i.KeyExpr.Range())
		name, isName := keyName(i.KeyExpr)
		switch {
		case !isName:
			c.report("F0332", at, "What stands before = is a name, written as such.")
			ok = false
		case seen[name]:
			c.report("F0333", at, "%q is given twice.", name)
			ok = false
		default:
			seen[name] = true
			items = append(items, objectItem{name: name, at: at, value: i.ValueExpr})
		}
	}
	return items, ok
}

func keyName(e hclsyntax.Expression) (string, bool) {
	key, ok := e.(*hclsyntax.ObjectConsKeyExpr)
	if !ok || key.ForceNonLiteral {
		return "", false
	}
	switch k := key.Wrapped.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return k.Traversal.RootName(), len(k.Traversal) == 1
	case *hclsyntax.TemplateExpr:
		name, ok := literalText(k)
		return name, ok && name != ""
	case *hclsyntax.LiteralValueExpr:
		t := k.AsTraversal()
		if len(t) == 1 {
			return t.RootName(), true
		}
	}
	return "", false
}

// object is { name = value }: the body of a webhook, and objects in it.
func (c *checker) object(s *Scope, e *hclsyntax.ObjectConsExpr) expr.Expr {
	items, ok := c.items(e)
	if !c.data {
		c.report("F0316", Range(e.SrcRange), "An object is written in the body of a webhook, and as the argument of a count such as orders_placed({ within = \"90d\" }) or of money({…}).")
		ok = false
	}
	out := &expr.ObjectLit{}
	var fields []*facts.Field
	for _, item := range items {
		x := c.check(s, item.value)
		if x == nil {
			ok = false
			continue
		}
		out.Names = append(out.Names, item.name)
		out.Elems = append(out.Elems, x)
		fields = append(fields, &facts.Field{Name: item.name, Type: x.Type()})
	}
	if !ok {
		return nil
	}
	out.T = facts.ObjectTypeOf(facts.NewObject(writtenObject, fields...))
	return out
}

// writtenObject is the name of the type of an object that was written in an expression.
const writtenObject = "object"

func isWritten(o *facts.ObjectType) bool { return o != nil && o.Name == writtenObject }
