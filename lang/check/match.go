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
	"github.com/flowc/flowc/schema/order"
)

// placed is the event that begins an order's life. Where it is looked for it is about the customer: a later order.
const placed = "order.placed"

// match checks which events an exit, a goal or an await looks for. place names it in words: "the exit".
func (f *flow) match(s *typing.Scope, place string, event, where, about *ast.Arg) ir.Match {
	types, sure := f.events(event, "the event of "+place, true)
	out := ir.Match{}
	for _, t := range types {
		out.Events = append(out.Events, t.Name)
	}
	if len(types) > 0 {
		s = s.WithRoot(expr.RootEvent, facts.ObjectTypeOf(order.Merged(types)))
		out.Where = f.condition(s, where, "the condition of "+place)
	}
	if f.ordered {
		out.About = ir.AsNamed
	}
	switch said, _ := f.word(f.world.Scope(), about, "what the event is about", "order", "customer"); {
	case said == "order" && f.known && !f.ordered:
		f.report("F0410", about.Range, "%s Write about = \"customer\", or take the line out.", f.whyNot)
	case said == "order":
		out.About = ir.AboutOrder
		if sure && len(types) == 1 && types[0].Name == placed && f.out.Trigger.Event != nil {
			f.report("W0403", about.Range, "An order is placed once, and that is what came before: no order.placed about this order will ever come again. A later order is about the customer: write about = \"customer\", or take the line out.")
		}
	case said == "customer":
		out.About = ir.AboutCustomer
	}
	return out
}

// events are the types of the events that an argument names. Where one is misspelt the nearest is taken for what follows, and
// they are not sure.
func (f *flow) events(a *ast.Arg, place string, report bool) (types []*order.EventType, sure bool) {
	if !report {
		f.quiet++
		defer func() { f.quiet-- }()
	}
	words, sure := f.words(f.world.Scope(), a, place, `"order.placed"`)
	for _, w := range words {
		t, ok := f.eventNamed(w)
		sure = sure && ok
		if t != nil && !slices.Contains(types, t) {
			types = append(types, t)
		}
	}
	return types, sure
}

// eventObject is what `event` of a goal or an await reads, without a word on what is wrong with it; nil where nothing is known.
func (f *flow) eventObject(a *ast.Arg) *facts.ObjectType {
	if types, _ := f.events(a, "the event", false); len(types) > 0 {
		return order.Merged(types)
	}
	return nil
}

// eventNamed is the type of an event, or of the nearest one where there is none of that name.
func (f *flow) eventNamed(w said) (t *order.EventType, sure bool) {
	if t, ok := f.world.Events[w.text]; ok {
		return t, true
	}
	names := slices.Sorted(maps.Keys(f.world.Events))
	near, ok := language.Nearest(w.text, names)
	if ok {
		f.fix("F0213", w.at, quoted(near), "There is no event named %s. Did you mean %s?", quoted(w.text), quoted(near))
	} else {
		f.report("F0213", w.at, "There is no event named %s. The built-in ones are listed in the reference, such as \"order.placed\" and \"review.submitted\"; one of your own needs an event block.", quoted(w.text))
	}
	return f.world.Events[near], false
}
