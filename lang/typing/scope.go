package typing

import (
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/facts"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Scope is what one expression may name. It is a value: each With makes a new scope and leaves the old one as it is.
type Scope struct {
	world    *World
	roots    *chain[facts.Type] // by expr.RootName
	segments bool
	nodes    *chain[Node]          // by "goal.reviewed"
	vars     *chain[expr.Expr]     // parameters of a fragment
	why      *chain[func() string] // why a root or a node is not there
	present  *present              // what conditions around here have shown to be there
	bound    []binding             // variables of the for-expressions around; a slot is a place in here
	lenient  bool                  // roots and nodes that are not there are let pass
}

// binding is the variable of a for-expression. Inside a local its name is empty, since the local was not written in there.
type binding struct {
	name string
	t    facts.Type
}

// chain is a map that grows without being copied: a flow may have thousands of nodes, each with a scope of its own.
type chain[T any] struct {
	name  string
	value T
	up    *chain[T]
}

func (c *chain[T]) with(name string, value T) *chain[T] {
	return &chain[T]{name: name, value: value, up: c}
}

func (c *chain[T]) find(name string) (value T, found bool) {
	for ; c != nil; c = c.up {
		if c.name == name {
			return c.value, true
		}
	}
	return value, false
}

// Scope is the empty scope: functions, var, local and now.
func (w *World) Scope() *Scope { return &Scope{world: w} }

// WithRoot adds a root.
func (s *Scope) WithRoot(name expr.RootName, t facts.Type) *Scope {
	out := *s
	out.roots = s.roots.with(string(name), t)
	if s.present != nil {
		return out.reset(name)
	}
	return &out
}

// WithNode adds a node. A later one of the same kind and name hides the earlier one.
func (s *Scope) WithNode(n Node) *Scope {
	out := *s
	out.nodes = s.nodes.with(string(n.Kind)+"."+n.Name, n)
	return &out
}

// WithSegments says whether segment.x may be named. It needs the root customer too.
func (s *Scope) WithSegments(allowed bool) *Scope {
	out := *s
	out.segments = allowed
	return &out
}

// WithVar adds a fragment's parameter, which hides a variable of the same name. A nil value is one that is wrong, which has
// been reported.
func (s *Scope) WithVar(name string, value expr.Expr) *Scope {
	out := *s
	out.vars = s.vars.with(name, value)
	return &out
}

// WithoutVars takes the parameters of a fragment away, as inside another one that it uses.
func (s *Scope) WithoutVars() *Scope {
	out := *s
	out.vars = nil
	return &out
}

// Because says why a root ("order") or a node ("step.ask") is not there, in a whole sentence that a diagnostic repeats. With
// "flow" it also takes away flow.x.active, which is otherwise there wherever the customer is.
func (s *Scope) Because(root, why string) *Scope {
	return s.BecauseOf(root, func() string { return why })
}

// BecauseOf is Because with a sentence that is made only where it is said: each node of a flow has one, and hardly any is needed.
func (s *Scope) BecauseOf(root string, why func() string) *Scope {
	out := *s
	out.why = s.why.with(root, why)
	return &out
}

// reason is why a root or a node is not there, where one was given.
func (s *Scope) reason(name string) (string, bool) {
	why, given := s.why.find(name)
	if !given {
		return "", false
	}
	return why(), true
}

// root is the type of a root, and whether it is there.
func (s *Scope) root(name expr.RootName) (facts.Type, bool) { return s.roots.find(string(name)) }

// Narrow is the scope in which a checked condition is known to be true, or false where sense is false.
func (s *Scope) Narrow(cond expr.Expr, sense bool) *Scope {
	return s.narrow(new(learner).learn(cond).when(sense))
}

// Check types an expression. It answers the typed tree and perhaps warnings, or nil and errors; nil alone where all that is wrong
// has been reported elsewhere, such as the default of a variable.
func (s *Scope) Check(e hclsyntax.Expression, want Want) (expr.Expr, diag.List) {
	c := newChecker(s.world)
	c.data = want.Kind == facts.Object
	if want.Kind == facts.String && want.For != "" {
		c.into = want.For
	}
	x := c.want(c.check(s, e), want)
	return c.answer(x)
}

// Text types an expression that becomes text: a subject, a preheader, a hole in a body. The answer is of kind string or url; a
// number is put into a template. For is the place in words, "the subject".
func (s *Scope) Text(e hclsyntax.Expression, place string) (expr.Expr, diag.List) {
	c := newChecker(s.world)
	c.into = place
	x := c.text(s, e)
	return c.answer(x)
}
