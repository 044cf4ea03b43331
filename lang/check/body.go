package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/ir"
)

// nodesMax bounds a flow with all fragments put in their places: a few fragments that use one another twice make millions.
const nodesMax = 10_000

// body checks the flow's body.
func (f *flow) body() {
	top := &frame{byName: map[string]*node{}}
	f.collect(top, f.ast.Body, newNames("node", "a flow"))
	if f.full {
		return
	}
	start := spot{scope: top.ahead(f.base)}
	f.out.Body, _ = f.walk(top, f.ast.Body, start)
	if len(f.ast.Body) == 0 && f.complete(&f.ast.Block) {
		f.report("W0404", f.ast.Name.Range, "This flow has no steps, so that nothing happens to those who enter.")
	}
}

// collect finds all nodes of a frame and of the uses inside of it, and reports names that are given twice.
func (f *flow) collect(fr *frame, list []ast.Node, taken *names) {
	for _, a := range list {
		if f.full {
			return
		}
		f.nodes++
		if f.nodes > nodesMax {
			f.full, f.unopened = true, true
			what := "flow"
			if f.alone {
				what = "fragment"
			}
			f.report("F0425", f.ast.Name.Range, "With its fragments put in their places this %s has more than %d nodes, which is more than anybody can follow.", what, nodesMax)
			return
		}
		id := a.Label()
		if _, isEnd := a.(*ast.End); !isEnd && f.takeNode(taken, kindOf(a), id) {
			n := &node{kind: kindOf(a), name: id.Name, address: fr.prefix + id.Name, ast: a}
			if w, ok := a.(*ast.Await); ok {
				n.event = f.eventObject(w.Event)
			}
			fr.nodes = append(fr.nodes, n)
			fr.byName[n.name] = n
			if u, ok := a.(*ast.Use); ok {
				f.open(fr, n, u)
			}
		}
		for _, inner := range bodies(a) {
			f.collect(fr, inner, taken)
		}
	}
}

// takeNode is take for nodes, whose names are unique whatever their kind.
func (f *flow) takeNode(taken *names, kind string, id ast.Ident) bool {
	n := *taken
	n.kind = kind
	if first, again := taken.at[id.Name]; again && id.Name != "" {
		f.report("F0401", id.Range, "The name %s is given already, in %s, and a node's name stands once in %s, whatever its kind: it is the place in which a customer can be. Give one of them another name.", quoted(id.Name), place(first), taken.where)
		return false
	}
	return f.take(&n, id)
}

// walk checks a body from a spot and answers the tree and the spot behind it. What stands behind an end is checked all the same.
func (f *flow) walk(fr *frame, list []ast.Node, at spot) ([]ir.Node, spot) {
	var out []ir.Node
	ended, said := false, at.ended
	for _, a := range list {
		if at.ended {
			ended = true
			if !said {
				said = true
				f.report("F0413", header(a), "Nobody comes here: everything before it ends the journey. Take it out, or put it before the end.")
			}
			at.ended = false
		}
		var n ir.Node
		n, at = f.node(fr, a, at)
		if n != nil {
			out = append(out, n)
		}
	}
	at.ended = at.ended || ended
	return out, at
}

// header is where a node is named in a diagnostic.
func header(a ast.Node) diag.Range { return a.Head().Header }

// node checks one node; the tree is nil where it could not be made.
func (f *flow) node(fr *frame, a ast.Node, at spot) (ir.Node, spot) {
	n := fr.byName[a.Label().Name]
	if n == nil || n.ast != a {
		// Its name is another node's: it is looked at for its own sake.
		n = &node{kind: kindOf(a), name: a.Label().Name, address: fr.prefix + a.Label().Name, ast: a}
	}
	switch a := a.(type) {
	case *ast.Step:
		return f.step(fr, n, a, at)
	case *ast.Delay:
		return f.delay(n, a, at)
	case *ast.Await:
		return f.await(fr, n, a, at)
	case *ast.Branch:
		return f.branch(fr, n, a, at)
	case *ast.Experiment:
		return f.experiment(fr, n, a, at)
	case *ast.Repeat:
		return f.repeat(fr, n, a, at)
	case *ast.Use:
		return f.use(n, a, at)
	case *ast.End:
		at.ended = true
		return &ir.End{Place: ir.Place{Range: a.Header}}, at
	default:
		panic("this is a bug in flowc: a node of an unknown kind")
	}
}
