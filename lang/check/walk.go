package check

import (
	"iter"

	"github.com/flowc/flowc/lang/expr"
)

// all yields an expression and everything inside it, outer ones first. It does not go into segments: those read a customer and
// nothing of a flow, and are looked at once, where they are declared.
func all(x expr.Expr) iter.Seq[expr.Expr] {
	return func(yield func(expr.Expr) bool) { visit(x, yield) }
}

// visit calls f for x and what is inside until it answers false.
func visit(x expr.Expr, f func(expr.Expr) bool) bool {
	if x == nil {
		return true
	}
	if !f(x) {
		return false
	}
	for _, inner := range parts(x) {
		if !visit(inner, f) {
			return false
		}
	}
	return true
}

// parts are the expressions directly inside one; absent ones are nil.
func parts(x expr.Expr) []expr.Expr {
	switch x := x.(type) {
	case *expr.Lit, *expr.Root, *expr.Node, *expr.Local, *expr.Segment:
		return nil
	case *expr.Field:
		return []expr.Expr{x.Of}
	case *expr.Index:
		return []expr.Expr{x.Of, x.At}
	case *expr.Unary:
		return []expr.Expr{x.X}
	case *expr.Binary:
		return []expr.Expr{x.X, x.Y}
	case *expr.Cond:
		return []expr.Expr{x.When, x.Then, x.Else}
	case *expr.For:
		return []expr.Expr{x.Over, x.Where, x.Each}
	case *expr.Call:
		return x.Args
	case *expr.Count:
		inner := []expr.Expr{x.Where}
		for _, a := range x.Args {
			inner = append(inner, a.Value)
		}
		return inner
	case *expr.Template:
		return x.Parts
	case *expr.ListLit:
		return x.Elems
	case *expr.ObjectLit:
		return x.Elems
	default:
		panic("this is a bug in flowc: an expression of an unknown kind")
	}
}
