package machine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
)

// ErrProgram is wrapped by every error of Validate.
var ErrProgram = errors.New("not a sound program")

// The bounds of a program: far beyond what anyone writes, and small enough that nothing that is done with one takes long.
const (
	machinesMax = 10_000
	statesMax   = 10_000 // of one machine
	roundsMax   = 1_000  // of a repeat
	levelsMax   = 200    // of blocks and inlines
	holesMax    = 1_000  // of a letter
)

// Validate checks what a program must be to run, wherever it comes from: names are there once, lists are sorted, every edge leads to a
// state or out, no journey goes round but through a repeat (so every journey comes to an end), and expressions answer what their places
// take. It finds the first mistake; there is none in what lower makes.
func Validate(p *Program) error {
	v := &validator{p: p, types: p.Types(), topics: map[string]bool{}, senders: map[senderKey]bool{}}
	v.program()
	return v.err
}

type senderKey struct {
	kind SenderKind
	name string
}

type validator struct {
	p       *Program
	types   *expr.Types
	checker expr.Checker
	topics  map[string]bool
	senders map[senderKey]bool
	err     error
}

// fail keeps the first mistake.
func (v *validator) fail(format string, args ...any) {
	if v.err == nil {
		v.err = fmt.Errorf("%w: %s", ErrProgram, fmt.Sprintf(format, args...))
	}
}

func (v *validator) need(ok bool, format string, args ...any) {
	if !ok {
		v.fail(format, args...)
	}
}

// sortedBy fails unless the keys of the list rise.
func sortedBy[T any, K cmp.Ordered](v *validator, what string, list []T, key func(T) K) {
	for i := range list {
		if i > 0 && cmp.Compare(key(list[i-1]), key(list[i])) >= 0 {
			v.fail("%s are not sorted: %v after %v", what, key(list[i]), key(list[i-1]))
		}
	}
}

func (v *validator) program() {
	p := v.p
	v.need(p.Format == Format, "format %d", p.Format)
	v.need(p.Project.Timezone != "", "the project has no timezone")
	v.need(len(p.Project.Currencies) > 0, "the project has no currency")
	sortedBy(v, "senders", p.Senders, func(s Sender) string { return s.Name + "\x00" + string(s.Kind) })
	for _, s := range p.Senders {
		v.need(s.Name != "", "a sender has no name")
		v.need(s.Kind == SenderEmail || s.Kind == SenderWebhook, "sender %q: no kind %q", s.Name, s.Kind)
		v.senders[senderKey{s.Kind, s.Name}] = true
	}
	v.sources()
	sortedBy(v, "topics", p.Topics, func(t Topic) string { return t.Name })
	for _, t := range p.Topics {
		v.need(t.Name != "", "a topic has no name")
		v.topics[t.Name] = true
	}
	v.declared()
	sortedBy(v, "segments", p.Segments, func(s Segment) string { return s.Name })
	for _, s := range p.Segments {
		v.need(s.Name != "", "a segment has no name")
		v.expression("segment", s.Name, s.Where, true, facts.Bool)
	}
	v.pressure()
	if slices.Contains(p.Machines, nil) {
		v.fail("no machine where one belongs")
		return
	}
	sortedBy(v, "machines", p.Machines, func(m *Machine) string { return m.Flow })
	v.need(len(p.Machines) <= machinesMax, "%d machines", len(p.Machines))
	for _, m := range p.Machines {
		if v.err != nil {
			return
		}
		(&machineValidator{validator: v, m: m, kinds: map[Name]string{}, goals: map[string]bool{}}).machine()
		if v.err != nil {
			v.err = fmt.Errorf("flow %q: %w", m.Flow, v.err)
		}
	}
}

// declared checks the declarations of events and attributes.
func (v *validator) declared() {
	sortedBy(v, "attributes", v.p.Attributes, func(a expr.Attribute) string { return a.Object + "\x00" + a.Name })
	for _, a := range v.p.Attributes {
		v.need(slices.Contains([]string{"customer", "order", "product"}, a.Object) && a.Name != "", "attribute %q of %q", a.Name, a.Object)
		v.need(storable(a.Kind), "attribute %q: a %s", a.Name, a.Kind)
	}
	sortedBy(v, "events", v.p.Events, func(e EventType) string { return e.Name })
	for _, e := range v.p.Events {
		v.need(e.Name != "", "an event has no name")
		sortedBy(v, "properties of "+e.Name, e.Properties, func(p Property) string { return p.Name })
		for _, p := range e.Properties {
			v.need(p.Name != "" && storable(p.Kind), "property %q of %q: a %s", p.Name, e.Name, p.Kind)
		}
	}
}

// storable is true for the kinds of attributes and declared properties.
func storable(k facts.Kind) bool {
	switch k {
	case facts.Bool, facts.Number, facts.Money, facts.String, facts.Time, facts.URL, facts.List:
		return true
	}
	return false
}

// expression checks an expression and what it answers: one of the kinds, or null; any where there are none. where and what name its place.
func (v *validator) expression(where, what string, e expr.Expr, required bool, kinds ...facts.Kind) {
	if v.err != nil {
		return
	}
	if e == nil {
		v.need(!required, "%s: %s is missing", where, what)
		return
	}
	if err := v.checker.Check(e); err != nil {
		v.fail("%s: %s: %v", where, what, err)
		return
	}
	kind := e.Type().Kind
	if len(kinds) > 0 && kind != facts.Absent && !slices.Contains(kinds, kind) {
		v.fail("%s: %s is a %s", where, what, kind)
	}
}
