package expr

import (
	"slices"

	"github.com/flowc/flowc/schema/facts"
)

// template compiles text with values in it.
func (c *compiler) template(x *Template) valueFn {
	parts := c.all(x.Parts)
	return func(env *Env) facts.Value {
		var b []byte
		for _, part := range parts {
			s, _ := written(part(env))
			if !env.spendText(s) {
				return facts.StringOf("")
			}
			if b = append(b, s...); len(b) > textMax {
				break
			}
		}
		return facts.StringOf(clipped(string(b)))
	}
}

func (c *compiler) list(x *ListLit) valueFn {
	elems := c.all(x.Elems)
	return func(env *Env) facts.Value {
		list := make([]facts.Value, len(elems))
		if !env.spend(len(elems)) {
			return facts.Value{}
		}
		for i, f := range elems {
			list[i] = f(env)
		}
		return facts.ListOf(list)
	}
}

// Named is the record of an object literal: its members in the order written.
type Named struct {
	Names  []string
	Values []facts.Value
}

// Get is the member with the field's name.
func (n *Named) Get(f *facts.Field) facts.Value {
	if i := slices.Index(n.Names, f.Name); i >= 0 {
		return n.Values[i]
	}
	return facts.Value{}
}

func (c *compiler) object(x *ObjectLit) valueFn {
	names, elems := x.Names, c.all(x.Elems)
	return func(env *Env) facts.Value {
		values := make([]facts.Value, len(elems))
		for i, f := range elems {
			values[i] = f(env)
		}
		return facts.ObjectOf(&Named{Names: names, Values: values})
	}
}
