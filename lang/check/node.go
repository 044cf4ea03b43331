package check

import (
	"fmt"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/facts"
)

// node is a named node of a flow. A fragment's nodes are there once for each use.
type node struct {
	kind    string // the word that begins its block
	name    string // as it is called where it stands; with dots through the uses further in
	address string // inside the flow
	ast     ast.Node
	event   *facts.ObjectType // of an await
	inside  *frame            // of a use: its own nodes
}

// frame is a body whose nodes can name one another: a flow's, or one use's of a fragment.
type frame struct {
	prefix string // "first." inside the use "first"; empty for the flow
	up     *frame // around the use; nil for the flow's
	depth  int    // of uses
	using  []string
	nodes  []*node // all of the frame and of the uses inside, in the order of the source
	byName map[string]*node
}

// place is where the node stands, for the tree.
func (n *node) place() ir.Place { return ir.Place{Address: n.address, Range: n.ast.Head().Header} }

// readable is the kind by which an expression reads a node, if it can.
func (n *node) readable() (expr.NodeKind, bool) {
	switch n.ast.(type) {
	case *ast.Step:
		return expr.NodeStep, true
	case *ast.Await:
		return expr.NodeAwait, true
	case *ast.Experiment:
		return expr.NodeExperiment, true
	default:
		return "", false
	}
}

// in is the scope in which the node was passed, under a name.
func (n *node) in(s *typing.Scope, name string, sure bool) *typing.Scope {
	kind, ok := n.readable()
	if !ok {
		return s
	}
	return s.WithNode(typing.Node{Kind: kind, Name: name, Address: n.address, Event: n.event, Variants: n.variants(), Sure: sure})
}

// variants are the names of the variants that an expression may compare with.
func (n *node) variants() []string {
	var e *ast.Experiment
	switch a := n.ast.(type) {
	case *ast.Experiment:
		e = a
	case *ast.Step:
		e = a.Experiment
	default: // the other kinds have nothing to do here
	}
	if e == nil {
		return nil
	}
	names := make([]string, len(e.Variants))
	for i, v := range e.Variants {
		names[i] = v.Name.Name
	}
	return names
}

// ahead says of the frame's nodes why they cannot be named yet, or not as what they are named.
func (fr *frame) ahead(s *typing.Scope) *typing.Scope {
	for _, n := range fr.nodes {
		if _, isUse := n.ast.(*ast.Use); isUse && n.inside == nil {
			continue // what is in there is not known
		}
		for _, kind := range []expr.NodeKind{expr.NodeStep, expr.NodeAwait, expr.NodeExperiment} {
			if own, ok := n.readable(); ok && own == kind {
				s = s.BecauseOf(string(kind)+"."+n.name, func() string {
					return fmt.Sprintf("The %s %q does not lie before this place, so nothing is known of it here.", n.kind, n.name)
				})
				continue
			}
			s = s.BecauseOf(string(kind)+"."+n.name, func() string {
				return fmt.Sprintf("%q is %s and no %s.%s", n.name, article(n.kind), kind, n.of(kind))
			})
		}
	}
	return s
}

// of says which nodes of a kind are inside a use.
func (n *node) of(kind expr.NodeKind) string {
	if n.inside == nil {
		return ""
	}
	var names []string
	for _, in := range n.inside.nodes {
		if in.kind == string(kind) {
			names = append(names, string(kind)+"."+n.name+"."+in.name)
		}
	}
	if len(names) == 0 || len(names) > few {
		return ""
	}
	return " Inside it there is " + listed(names, "and") + "."
}

// outside is true where a name is one of the frames around, so that it means something else there.
func (fr *frame) outside(name string) bool {
	for up := fr.up; up != nil; up = up.up {
		if up.byName[name] != nil {
			return true
		}
	}
	return false
}

// kindOf is the word that begins a node's block.
func kindOf(n ast.Node) string {
	switch n.(type) {
	case *ast.Step:
		return "step"
	case *ast.Delay:
		return "delay"
	case *ast.Await:
		return "await"
	case *ast.Branch:
		return "branch"
	case *ast.Experiment:
		return "experiment"
	case *ast.Repeat:
		return "repeat"
	case *ast.Use:
		return "use"
	case *ast.End:
		return "end"
	default:
		panic("this is a bug in flowc: a node of an unknown kind")
	}
}

// bodies are the bodies directly inside a node, without those of fragments.
func bodies(n ast.Node) [][]ast.Node {
	switch n := n.(type) {
	case *ast.Await:
		if n.OnTimeout != nil {
			return [][]ast.Node{n.OnTimeout.Body}
		}
		return nil
	case *ast.Branch:
		var all [][]ast.Node
		for _, c := range n.Cases {
			all = append(all, c.Body)
		}
		if n.Default != nil {
			all = append(all, n.Default.Body)
		}
		return all
	case *ast.Experiment:
		var all [][]ast.Node
		for _, v := range n.Variants {
			all = append(all, v.Body)
		}
		return all
	case *ast.Repeat:
		return [][]ast.Node{n.Body}
	case *ast.Step, *ast.Delay, *ast.Use, *ast.End:
		return nil
	default:
		panic("this is a bug in flowc: a node of an unknown kind")
	}
}
