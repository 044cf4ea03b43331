package check

import (
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/order"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// names are the names of one kind and where each of them stands.
type names struct {
	kind  string // "flow"
	where string // in what they are unique: "the project"
	at    map[string]diag.Range
}

func newNames(kind, where string) *names {
	return &names{kind: kind, where: where, at: map[string]diag.Range{}}
}

// take notes a name. It is not ok where the name is taken already, which is reported; the first one keeps it.
func (c *checker) take(n *names, id ast.Ident) bool {
	if id.Name == "" {
		c.nameless[n.kind] = true
		if n.kind == "parameter" {
			c.nameless["variable"] = true // it would be read as one
		}
		return false // it could not be read, which has been reported
	}
	if first, taken := n.at[id.Name]; taken {
		c.report("F0401", id.Range, "There is %s named %s already, in %s, and a name stands once in %s. Give one of them another name.", article(n.kind), quoted(id.Name), place(first), n.where)
		return false
	}
	n.at[id.Name] = id.Range
	return true
}

// declare is the first pass: what there is, by name, so that everything can name everything.
func (c *checker) declare() {
	w, p := c.world, c.project
	const project = "a project"
	w.Events = maps.Clone(order.BuiltinEvents)
	w.Segments = map[string]*typing.Segment{}
	w.Locals = map[string]hclsyntax.Expression{}
	w.Open = map[string]bool{}
	c.topics = map[string]*topic{}
	c.senders = map[string]*ast.Sender{}
	c.noSender = map[string]bool{}
	c.fragments = map[string]*ast.Fragment{}
	c.used = map[string]bool{}

	flows := newNames("flow", project)
	for _, f := range p.Flows {
		if c.take(flows, f.Name) {
			w.Flows = append(w.Flows, f.Name.Name)
		}
	}
	fragments := newNames("fragment", project)
	for _, f := range p.Fragments {
		if c.take(fragments, f.Name) {
			c.fragments[f.Name.Name] = f
		}
	}
	topics := newNames("topic", project)
	for _, t := range p.Topics {
		if c.take(topics, t.Name) {
			w.Topics = append(w.Topics, t.Name.Name)
		}
		c.topic(t)
	}
	senders := newNames("sender", project)
	for _, s := range p.Senders {
		if c.take(senders, s.Name) {
			w.Senders = append(w.Senders, s.Name.Name)
			c.senders[s.Name.Name] = s
		}
		c.sender(s)
	}
	segments := newNames("segment", project)
	for _, s := range p.Segments {
		if c.take(segments, s.Name) {
			w.Segments[s.Name.Name] = &typing.Segment{}
		}
	}
	events := newNames("event", project)
	for _, e := range p.Events {
		if c.take(events, e.Name) {
			c.event(e)
		}
	}
	c.variables()
	locals := newNames("local", project)
	for _, l := range p.Locals {
		if c.take(locals, ast.Ident{Name: l.Name, Range: l.NameRange}) {
			w.Locals[l.Name] = l.Expr
		}
	}
}

// define is the second pass over what is not a flow.
func (c *checker) define() {
	c.brand()
	c.store()
	c.runner()
	c.defaults()
	c.segments()
	sources := newNames("source", "a project")
	for _, s := range c.project.Sources {
		c.take(sources, s.Name)
		c.source(s)
	}
}

// sortedKeys are the keys of a set, in the order of the alphabet.
func sortedKeys(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
