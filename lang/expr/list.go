package expr

import "github.com/flowc/flowc/schema/facts"

// loop compiles [for x in over : each if where]. The variable's slot is given back as it was: a segment inside the loop has loops of
// its own, in the same slots.
func (c *compiler) loop(x *For) valueFn {
	over, slot := c.value(x.Over), x.Slot
	where, each := c.filter(x)
	return func(env *Env) facts.Value {
		list := over(env)
		if list.Kind() != facts.List {
			return facts.Value{}
		}
		outer := env.slots[slot]
		defer func() { env.slots[slot] = outer }()
		elems := list.List()
		if where == nil && each == nil {
			return list
		}
		result := make([]facts.Value, 0, min(len(elems), 64))
		for _, v := range elems {
			if !env.spend(1) {
				return facts.Value{}
			}
			env.slots[slot] = v
			if where != nil && !where(env) {
				continue
			}
			if each != nil {
				v = each(env)
			}
			result = append(result, v)
		}
		return facts.ListOf(result)
	}
}

// filter compiles the condition and the element of a for-expression; nil where there is none.
func (c *compiler) filter(x *For) (where boolFn, each valueFn) {
	if x.Where != nil {
		where = c.bool(x.Where)
	}
	if x.Each != nil {
		each = c.value(x.Each)
	}
	return where, each
}

// visits compiles a walk over a list that calls visit with each element until it answers false, without making the list. The answer
// is false where the list is absent, or the budget ran out.
func (c *compiler) visits(e Expr) func(env *Env, visit func(facts.Value) bool) bool {
	x, ok := e.(*For)
	if !ok {
		f := c.value(e)
		return func(env *Env, visit func(facts.Value) bool) bool {
			list := f(env)
			for _, v := range list.List() {
				if !env.spend(1) {
					return false
				}
				if !visit(v) {
					break
				}
			}
			return list.Kind() == facts.List
		}
	}
	over, slot := c.value(x.Over), x.Slot
	where, each := c.filter(x)
	return func(env *Env, visit func(facts.Value) bool) bool {
		list := over(env)
		outer := env.slots[slot]
		defer func() { env.slots[slot] = outer }()
		for _, v := range list.List() {
			if !env.spend(1) {
				return false
			}
			env.slots[slot] = v
			if where != nil && !where(env) {
				continue
			}
			if each != nil {
				v = each(env)
			}
			if !visit(v) {
				break
			}
		}
		return list.Kind() == facts.List
	}
}

// test compiles the functions that answer true or false whatever is absent; nil for another function.
func (c *compiler) test(x *Call) boolFn {
	switch x.Func {
	case Any:
		return c.holds(x.Args[0], true)
	case All:
		none := c.holds(x.Args[0], false)
		present := c.value(listOf(x.Args[0]))
		return func(env *Env) bool { return !none(env) && env.left >= 0 && present(env).Kind() == facts.List }
	case Contains:
		if x.Args[0].Type().Kind == facts.List {
			return c.member(x)
		}
		return c.texts(x, contains)
	case StartsWith:
		return c.texts(x, startsWith)
	case EndsWith:
		return c.texts(x, endsWith)
	}
	return nil
}

// listOf is the list that a for-expression, or one over another, starts from: it is absent when the whole is.
func listOf(e Expr) Expr {
	for {
		x, ok := e.(*For)
		if !ok {
			return e
		}
		e = x.Over
	}
}

// holds compiles "some element is true", or, where want is false, "some element is not". Both are false of an absent list and when the
// budget runs out.
func (c *compiler) holds(e Expr, want bool) boolFn {
	over, slot := c.value(e), -1
	var where boolFn
	each := func(*Env) bool { return true }
	if x, ok := e.(*For); ok && x.Each != nil {
		over, slot, each = c.value(x.Over), x.Slot, c.bool(x.Each)
		if x.Where != nil {
			where = c.bool(x.Where)
		}
	}
	return func(env *Env) bool {
		list := over(env).List()
		if slot < 0 {
			if !env.spend(len(list)) {
				return false
			}
			for i := range list {
				if list[i].True() == want {
					return true
				}
			}
			return false
		}
		outer := env.slots[slot]
		found := false
		for i := 0; i < len(list) && !found && env.spend(1); i++ {
			env.slots[slot] = list[i]
			found = (where == nil || where(env)) && each(env) == want
		}
		env.slots[slot] = outer
		return found && env.left >= 0
	}
}

func (c *compiler) member(x *Call) boolFn {
	of := c.value(x.Args[1])
	if _, ok := x.Args[0].(*For); !ok {
		over := c.value(x.Args[0])
		return func(env *Env) bool {
			list, want := over(env).List(), of(env)
			return !want.IsAbsent() && env.spend(len(list)) && among(list, want)
		}
	}
	visits := c.visits(x.Args[0])
	return func(env *Env) bool {
		want := of(env)
		if want.IsAbsent() {
			return false
		}
		found := false
		ok := visits(env, func(v facts.Value) bool { found = equal(v, want); return !found })
		return ok && found
	}
}

// among is true where an element of the list equals the value.
func among(list []facts.Value, want facts.Value) bool {
	if plainKind(want.Kind()) == facts.String {
		s := want.Text()
		for i := range list {
			if list[i].Text() == s && plainKind(list[i].Kind()) == facts.String {
				return true
			}
		}
		return false
	}
	for i := range list {
		if equal(list[i], want) {
			return true
		}
	}
	return false
}

func (c *compiler) texts(x *Call, f func(s, part string) bool) boolFn {
	l, r := c.text(x.Args[0]), c.text(x.Args[1])
	return func(env *Env) bool {
		s, ok := l(env)
		if !ok {
			return false
		}
		part, ok := r(env)
		return ok && f(s, part)
	}
}

// length compiles the number of elements or characters; 0 for what is absent.
func (c *compiler) length(e Expr) valueFn {
	if e.Type().Kind != facts.List {
		f := c.text(e)
		return func(env *Env) facts.Value {
			s, _ := f(env)
			if !env.spendText(s) {
				return facts.Int(0)
			}
			return facts.Int(int64(characters(s)))
		}
	}
	visits := c.visits(e)
	return func(env *Env) facts.Value {
		n := int64(0)
		if !visits(env, func(facts.Value) bool { n++; return true }) {
			return facts.Int(0)
		}
		return facts.Int(n)
	}
}
