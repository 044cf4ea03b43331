package expr

import (
	"slices"

	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

// Operators are written as flat chains, so that a long condition does not nest.

// writeUnary writes !!x as one node.
func (c *Codec) writeUnary(w *wire.Coder, x *Unary) {
	n, of := 1, x.X
	for {
		inner, ok := of.(*Unary)
		if !ok || inner.Op != x.Op {
			break
		}
		n, of = n+1, inner.X
	}
	if x.Op == Not {
		tag(w, "!")
	} else {
		tag(w, "neg")
	}
	w.Count(&n)
	c.Expr(w, &of)
}

func (c *Codec) readUnary(w *wire.Coder, op Op) Expr {
	n := 0
	var e Expr
	w.Count(&n)
	c.Expr(w, &e)
	inner, nested := e.(*Unary)
	if n < 1 || n > repeatsMax-c.repeats || nested && inner.Op == op {
		w.Fail("%d times an operator", n)
	}
	c.repeats += n
	if w.Err() != nil {
		return e
	}
	for range n {
		e = &Unary{Op: op, X: e}
	}
	return e
}

// writeChain writes a + b - c as one node, as far to the left as the operators' types are the same.
func (c *Codec) writeChain(w *wire.Coder, x *Binary) {
	links := []*Binary{x}
	for inner, ok := x.X.(*Binary); ok && chained(inner, x); inner, ok = inner.X.(*Binary) {
		links = append(links, inner)
	}
	c.typ(w, &x.T)
	wire.List(w, &x.Currencies, w.Text)
	slices.Reverse(links)
	c.Expr(w, &links[0].X)
	for _, link := range links {
		w.Text((*string)(&link.Op))
		c.Expr(w, &link.Y)
	}
}

func chained(a, b *Binary) bool {
	return sameType(a.T, b.T) && slices.Equal(a.Currencies, b.Currencies)
}

func (c *Codec) readChain(w *wire.Coder) Expr {
	var of Binary
	c.typ(w, &of.T)
	wire.List(w, &of.Currencies, w.Text)
	var e Expr
	c.Expr(w, &e)
	if inner, ok := e.(*Binary); ok && chained(inner, &of) {
		w.Fail("a chain inside a chain")
	}
	links := 0
	for w.More() {
		x := of
		x.X = e
		w.Text((*string)(&x.Op))
		c.Expr(w, &x.Y)
		e = &x
		if links++; links > NodesMax {
			w.Fail("more than %d operators", NodesMax)
		}
	}
	if links == 0 {
		w.Fail("a chain without an operator")
	}
	return e
}

func (c *Codec) writeCond(w *wire.Coder, x *Cond) {
	c.typ(w, &x.T)
	for {
		c.Expr(w, &x.When)
		c.Expr(w, &x.Then)
		next, ok := x.Else.(*Cond)
		if !ok || !sameType(next.T, x.T) {
			break
		}
		x = next
	}
	c.Expr(w, &x.Else)
}

func (c *Codec) readCond(w *wire.Coder) Expr {
	var t facts.Type
	c.typ(w, &t)
	var parts []Expr
	c.each(w, &parts)
	if len(parts) < 3 || len(parts)%2 == 0 || len(parts) > NodesMax {
		w.Fail("%d parts of a condition", len(parts))
		return nil
	}
	last := len(parts) - 1
	if inner, ok := parts[last].(*Cond); ok && sameType(inner.T, t) {
		w.Fail("a chain inside a chain")
	}
	e := parts[last]
	for i := last - 2; i >= 0; i -= 2 {
		e = &Cond{When: parts[i], Then: parts[i+1], Else: e, T: t}
	}
	return e
}
