package expr

import (
	"fmt"

	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

// The JSON form of an expression. A node is an array that begins with a text saying what it is; the commonest constants are plain:
//
//	"text"  true  null                                  constants; null is of kind null
//	["n",2500000] ["m",2000,"EUR"] ["at",1767225600000] constants: millionths, minor units, milliseconds
//	["u","https://…"] ["d",months,days,nanoseconds]     an address, a duration
//	["l",TYPE,v…] ["lit",TYPE,v]                        a constant list; a constant of a type that its kind does not tell
//	["root","customer",TYPE] ["v",slot,"o",TYPE]        a root, a variable of a for-expression
//	[".",x,"total"] [".",x,"total",TYPE]                a field; the type where the object's own does not tell
//	["[]",x,at,TYPE] ["node","goal","x","at",TYPE]      an element, what the journey knows of a node
//	["!",n,x] ["neg",n,x]                               n times the operator
//	["op",TYPE,CURRENCIES,x,"&&",y,"&&",z]              a chain of operators, from the left
//	["?",TYPE,when,then,when,then,else]                 a chain of conditions
//	["for",TYPE,slot,"o",over,WHERE,EACH]               0 for what is not written
//	["call","lower",TYPE,x…] ["count","events",WHERE,"type",x…]
//	["t",x…] ["list",TYPE,x…] ["object",TYPE,"name",x…] ["segment","name"]
//
// CURRENCIES is an array of texts, empty where the operator has none. A TYPE is a text (see typeText), or an array of one and the members
// of its closed set. Chains are flat, so that a long condition does not nest; a segment is its name alone.

// Codec turns the expressions of one project into JSON and back.
type Codec struct {
	Types *Types
	// Segment is the condition of a segment, for a Codec that reads; false for a name that is none.
	Segment func(name string) (Expr, bool)

	repeats int // of unary operators so far
}

// repeatsMax bounds the unary operators read by one Codec: a number of them takes no more bytes than one.
const repeatsMax = 10_000

// Marshal is the expression's JSON. It is an error if the tree nests deeper than wire.DepthMax or holds what has no JSON: a text that is
// not UTF-8, a constant object.
func Marshal(e Expr, types *Types) ([]byte, error) {
	w := wire.Writer()
	(&Codec{Types: types}).Expr(w, &e)
	data, err := w.Finish()
	if err != nil {
		return nil, fmt.Errorf("encode an expression: %w", err)
	}
	return data, nil
}

// Unmarshal reads what Marshal wrote and checks it; errors wrap wire.ErrForm or ErrTree. segment may be nil where no segments are named.
func Unmarshal(data []byte, types *Types, segment func(string) (Expr, bool)) (Expr, error) {
	var e Expr
	r := wire.Reader(data)
	(&Codec{Types: types, Segment: segment}).Expr(r, &e)
	if _, err := r.Finish(); err != nil {
		return nil, fmt.Errorf("decode an expression: %w", err)
	}
	if err := Check(e); err != nil {
		return nil, fmt.Errorf("decode an expression: %w", err)
	}
	return e, nil
}

// Expr codes an expression that must be there.
func (c *Codec) Expr(w *wire.Coder, e *Expr) {
	if w.Err() != nil {
		return
	}
	if w.Writing() {
		c.write(w, *e)
		return
	}
	*e = c.read(w)
}

// Member codes a member that is an expression, left out where it is nil.
func (c *Codec) Member(w *wire.Coder, name string, e *Expr) {
	if w.Member(name, *e != nil) {
		c.Expr(w, e)
	}
}

// maybe codes an expression that may be nil: 0 then.
func (c *Codec) maybe(w *wire.Coder, e *Expr) {
	if none := int64(0); w.Writing() && *e == nil || w.Kind() == '0' {
		w.Int(&none)
		return
	}
	c.Expr(w, e)
}

// each codes the rest of an array.
func (c *Codec) each(w *wire.Coder, es *[]Expr) {
	for i := range *es {
		c.Expr(w, &(*es)[i])
	}
	for w.More() {
		var e Expr
		c.Expr(w, &e)
		*es = append(*es, e)
	}
}

// tag codes the text that a node begins with, when writing.
func tag(w *wire.Coder, name string) { w.Text(&name) }

func (c *Codec) write(w *wire.Coder, e Expr) {
	if l, ok := e.(*Lit); ok {
		c.writeLit(w, l)
		return
	}
	if e == nil {
		w.Fail("no expression where one belongs")
		return
	}
	w.Array(func() {
		switch x := e.(type) {
		case *Lit: // It was written without a tag.
		case *Root:
			tag(w, "root")
			c.rootParts(w, x)
		case *Field:
			tag(w, ".")
			c.writeField(w, x)
		case *Index:
			tag(w, "[]")
			c.indexParts(w, x)
		case *Node:
			tag(w, "node")
			c.nodeParts(w, x)
		case *Local:
			tag(w, "v")
			c.localParts(w, x)
		case *Unary:
			c.writeUnary(w, x)
		case *Binary:
			tag(w, "op")
			c.writeChain(w, x)
		case *Cond:
			tag(w, "?")
			c.writeCond(w, x)
		case *For:
			tag(w, "for")
			c.forParts(w, x)
		case *Call:
			tag(w, "call")
			c.callParts(w, x)
		case *Count:
			tag(w, "count")
			c.writeCount(w, x)
		case *Template:
			tag(w, "t")
			c.each(w, &x.Parts)
		case *ListLit:
			tag(w, "list")
			c.typ(w, &x.T)
			c.each(w, &x.Elems)
		case *ObjectLit:
			tag(w, "object")
			c.writeObject(w, x)
		case *Segment:
			tag(w, "segment")
			w.Text(&x.Name)
		default:
			panic(unknown(e))
		}
	})
}

func (c *Codec) read(w *wire.Coder) Expr {
	if w.Kind() != '[' {
		return (&Lit{Value: c.plainConstant(w)}).natural()
	}
	var e Expr
	w.Array(func() {
		var name string
		w.Text(&name)
		e = c.readNode(w, name)
	})
	return e
}

func (c *Codec) readNode(w *wire.Coder, name string) Expr {
	switch name {
	case "root":
		x := &Root{}
		c.rootParts(w, x)
		return x
	case ".":
		return c.readField(w)
	case "[]":
		x := &Index{}
		c.indexParts(w, x)
		return x
	case "node":
		x := &Node{}
		c.nodeParts(w, x)
		return x
	case "v":
		x := &Local{}
		c.localParts(w, x)
		return x
	case "!":
		return c.readUnary(w, Not)
	case "neg":
		return c.readUnary(w, Neg)
	case "op":
		return c.readChain(w)
	case "?":
		return c.readCond(w)
	case "for":
		x := &For{}
		c.forParts(w, x)
		return x
	case "call":
		x := &Call{}
		c.callParts(w, x)
		return x
	case "count":
		return c.readCount(w)
	case "t":
		x := &Template{}
		c.each(w, &x.Parts)
		return x
	case "list":
		x := &ListLit{}
		c.typ(w, &x.T)
		c.each(w, &x.Elems)
		return x
	case "object":
		return c.readObject(w)
	case "segment":
		return c.readSegment(w)
	case "lit":
		x := &Lit{}
		c.typ(w, &x.T)
		x.Value = c.constant(w)
		if w.Err() == nil && sameType(x.T, naturalType(x.Value)) {
			w.Fail("a constant whose type is told twice")
		}
		return x
	default:
		return (&Lit{Value: c.taggedConstant(w, name)}).natural()
	}
}

func (c *Codec) rootParts(w *wire.Coder, x *Root) {
	w.Text((*string)(&x.Name))
	c.typ(w, &x.T)
}

func (c *Codec) indexParts(w *wire.Coder, x *Index) {
	c.Expr(w, &x.Of)
	c.Expr(w, &x.At)
	c.typ(w, &x.T)
}

func (c *Codec) nodeParts(w *wire.Coder, x *Node) {
	w.Text((*string)(&x.Kind))
	w.Text(&x.Name)
	w.Text(&x.Field)
	c.typ(w, &x.T)
}

func (c *Codec) localParts(w *wire.Coder, x *Local) {
	w.Count(&x.Slot)
	w.Text(&x.Name)
	c.typ(w, &x.T)
}

func (c *Codec) forParts(w *wire.Coder, x *For) {
	c.typ(w, &x.T)
	w.Count(&x.Slot)
	w.Text(&x.Name)
	c.Expr(w, &x.Over)
	c.maybe(w, &x.Where)
	c.maybe(w, &x.Each)
}

func (c *Codec) callParts(w *wire.Coder, x *Call) {
	w.Text((*string)(&x.Func))
	c.typ(w, &x.T)
	c.each(w, &x.Args)
}

// known is the field as the project's types have it, nil where they have none.
func (c *Codec) known(of Expr, name string) *facts.Field {
	object := of.Type().Object
	if object == nil {
		return nil
	}
	if object = c.Types.Object(object.Name); object == nil {
		return nil
	}
	return object.Field(name)
}

func (c *Codec) writeField(w *wire.Coder, x *Field) {
	c.Expr(w, &x.Of)
	w.Text(&x.Field.Name)
	if f := c.known(x.Of, x.Field.Name); f == nil || !sameType(f.Type, x.T) {
		c.typ(w, &x.T)
	}
}

// openField is the place of a field that no type names: it is read by its name, from records that are no rows.
const openField = 1 << 20

func (c *Codec) readField(w *wire.Coder) Expr {
	x, name := &Field{}, ""
	c.Expr(w, &x.Of)
	w.Text(&name)
	if w.Err() != nil {
		return x
	}
	x.Field = c.known(x.Of, name)
	if x.Field != nil {
		x.T = x.Field.Type
	}
	if w.More() {
		known := x.T
		c.typ(w, &x.T)
		if x.Field != nil && sameType(known, x.T) {
			w.Fail("a field whose type is told twice")
		}
	} else if x.Field == nil {
		w.Fail("no field %q", name)
	}
	if x.Field == nil {
		x.Field = &facts.Field{Index: openField, Name: name, Type: x.T}
	}
	return x
}

func (c *Codec) writeCount(w *wire.Coder, x *Count) {
	w.Text((*string)(&x.What))
	c.maybe(w, &x.Where)
	for i := range x.Args {
		w.Text(&x.Args[i].Name)
		c.Expr(w, &x.Args[i].Value)
	}
}

func (c *Codec) readCount(w *wire.Coder) Expr {
	x := &Count{}
	w.Text((*string)(&x.What))
	c.maybe(w, &x.Where)
	for w.More() {
		var a CountArg
		w.Text(&a.Name)
		c.Expr(w, &a.Value)
		x.Args = append(x.Args, a)
	}
	return x
}

func (c *Codec) writeObject(w *wire.Coder, x *ObjectLit) {
	c.typ(w, &x.T)
	for i := range x.Elems {
		w.Text(&x.Names[i])
		c.Expr(w, &x.Elems[i])
	}
}

func (c *Codec) readObject(w *wire.Coder) Expr {
	x := &ObjectLit{}
	c.typ(w, &x.T)
	for w.More() {
		var name string
		var e Expr
		w.Text(&name)
		c.Expr(w, &e)
		x.Names, x.Elems = append(x.Names, name), append(x.Elems, e)
	}
	return x
}

func (c *Codec) readSegment(w *wire.Coder) Expr {
	x := &Segment{}
	w.Text(&x.Name)
	if w.Err() != nil {
		return x
	}
	if c.Segment != nil {
		if body, ok := c.Segment(x.Name); ok {
			x.Body = body
			return x
		}
	}
	w.Fail("no segment %q, or one that contains itself", x.Name)
	return x
}
