package expr

import (
	"time"

	"github.com/flowc/flowc/lang/expr/wire"
	"github.com/flowc/flowc/schema/facts"
)

// natural gives a constant the type that its value tells.
func (x *Lit) natural() *Lit {
	x.T = naturalType(x.Value)
	return x
}

// naturalType is the type of a constant that its JSON need not tell.
func naturalType(v facts.Value) facts.Type {
	if v.Kind() == facts.List {
		return facts.Type{} // A list's elements do not tell of what kind an empty one is.
	}
	return facts.Of(v.Kind())
}

func (c *Codec) writeLit(w *wire.Coder, x *Lit) {
	if sameType(x.T, naturalType(x.Value)) {
		c.writeConstant(w, x.Value)
		return
	}
	w.Array(func() {
		tag(w, "lit")
		c.typ(w, &x.T)
		c.writeConstant(w, x.Value)
	})
}

func (c *Codec) writeConstant(w *wire.Coder, v facts.Value) {
	switch v.Kind() {
	case facts.Absent:
		w.Null()
	case facts.Bool:
		b := v.True()
		w.Bool(&b)
	case facts.String:
		s := v.Text()
		w.Text(&s)
	case facts.Number:
		writeTagged(w, "n", v.Millionths())
	case facts.Time:
		writeTagged(w, "at", v.UnixMilli())
	case facts.Duration:
		s := v.Span()
		writeTagged(w, "d", int64(s.Months), int64(s.Days), int64(s.Exact))
	case facts.Money:
		w.Array(func() {
			minor, currency := v.Minor(), v.Currency()
			tag(w, "m")
			w.Int(&minor)
			w.Text(&currency)
		})
	case facts.URL:
		w.Array(func() {
			s := v.Text()
			tag(w, "u")
			w.Text(&s)
		})
	case facts.List:
		w.Array(func() {
			tag(w, "l")
			for _, elem := range v.List() {
				c.writeConstant(w, elem)
			}
		})
	case facts.Object:
		w.Fail("a constant object")
	default:
		panic("this is a bug in flowc: no kind " + v.Kind().String())
	}
}

func writeTagged(w *wire.Coder, name string, numbers ...int64) {
	w.Array(func() {
		tag(w, name)
		for i := range numbers {
			w.Int(&numbers[i])
		}
	})
}

// constant reads what writeConstant wrote.
func (c *Codec) constant(w *wire.Coder) (v facts.Value) {
	if w.Kind() != '[' {
		return c.plainConstant(w)
	}
	w.Array(func() {
		var name string
		w.Text(&name)
		v = c.taggedConstant(w, name)
	})
	return v
}

func (c *Codec) plainConstant(w *wire.Coder) facts.Value {
	switch w.Kind() {
	case 'n':
		w.Null()
		return facts.Value{}
	case '"':
		var s string
		w.Text(&s)
		return facts.StringOf(s)
	default:
		var b bool
		w.Bool(&b)
		return facts.BoolOf(b)
	}
}

func (c *Codec) taggedConstant(w *wire.Coder, name string) facts.Value {
	var n, months, days int64
	var s string
	switch name {
	case "n":
		w.Int(&n)
		if facts.Clamp(n) != n {
			w.Fail("the number %d is beyond the limit", n)
		}
		return facts.NumberOf(n)
	case "at":
		w.Int(&n)
		t := time.UnixMilli(n)
		if t.IsZero() || t.UnixMilli() != n {
			w.Fail("no instant")
		}
		return facts.TimeOf(t)
	case "d":
		w.Int(&months)
		w.Int(&days)
		w.Int(&n)
		if int64(int32(months)) != months || int64(int32(days)) != days {
			w.Fail("no duration")
		}
		return facts.SpanOf(facts.Span{Months: int(months), Days: int(days), Exact: time.Duration(n)})
	case "m":
		w.Int(&n)
		w.Text(&s)
		return facts.MoneyOf(n, s)
	case "u":
		w.Text(&s)
		return facts.URLOf(s)
	case "l":
		var list []facts.Value
		for w.More() {
			list = append(list, c.constant(w))
		}
		return facts.ListOf(list)
	}
	w.Fail("no node %q", name)
	return facts.Value{}
}
