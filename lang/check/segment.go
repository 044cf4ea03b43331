package check

import (
	"slices"
	"strings"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

const (
	// segmentMax bounds a segment's condition with all that it reads through other segments: two segments that each name the one
	// before them twice double it with every step.
	segmentMax = 20_000
	// segmentsDeep bounds how many segments may stand in one another.
	segmentsDeep = 100
	// segmentsMax bounds the segments of a project.
	segmentsMax = 2000
)

// segments checks each segment after those that it names, since their conditions become part of its own.
func (c *checker) segments() {
	all := &segmentOrder{checker: c, byName: map[string]*ast.Segment{}, size: map[string]int{}, levels: map[string]int{}}
	if n := len(c.project.Segments); n > segmentsMax {
		c.report("F0433", c.project.Segments[segmentsMax].Header, "A project has at most %d segments, and this one has %d.", segmentsMax, n)
		return
	}
	for _, s := range c.project.Segments {
		if _, taken := all.byName[s.Name.Name]; !taken {
			all.byName[s.Name.Name] = s
		}
	}
	for _, s := range c.project.Segments {
		if all.byName[s.Name.Name] == s {
			all.visit(s)
			continue
		}
		c.segment(s) // of two with one name, the second is checked for its own sake
	}
}

// segmentOrder visits segments depth first.
type segmentOrder struct {
	*checker
	byName map[string]*ast.Segment
	path   []string       // being visited
	size   map[string]int // of those that were visited
	levels map[string]int // how many segments stand in one another, the outermost counted
}

func (o *segmentOrder) visit(s *ast.Segment) {
	name := s.Name.Name
	if _, done := o.size[name]; done {
		return
	}
	o.size[name] = 0
	o.path = append(o.path, name)
	for _, ref := range o.named(s.Where) {
		other, ok := o.byName[ref.name]
		if !ok {
			continue
		}
		if i := slices.Index(o.path, ref.name); i >= 0 {
			way := append(slices.Clone(o.path[i:]), ref.name)
			o.report("F0404", ref.at, "A segment cannot be made of itself: %s. Take one of these names out.", strings.Join(way, " names "))
			o.size[name] = -1
			continue
		}
		o.visit(other)
	}
	o.path = o.path[:len(o.path)-1]
	if o.size[name] < 0 {
		return // in a circle: there is nothing to check it with
	}
	where := o.segment(s)
	if where == nil {
		return
	}
	size, levels := 0, 1
	for x := range all(where) {
		size++
		if inner, ok := x.(*expr.Segment); ok {
			size += o.size[inner.Name]
			levels = max(levels, o.levels[inner.Name]+1)
		}
	}
	o.levels[name] = levels
	o.size[name] = size
	if size > segmentMax {
		o.size[name] = 0 // so that it is not said again of each segment that names this one
		o.report("F0405", s.Where.Range, "With all the segments that it names, this condition has more than %d parts, which is more than can be asked of each customer. Say it with fewer of them.", segmentMax)
		return
	}
	if levels > segmentsDeep {
		o.levels[name] = 0
		o.report("F0405", s.Where.Range, "More than %d segments stand in one another here, which is more than anybody can follow. Say it with fewer of them.", segmentsDeep)
		return
	}
	if entry := o.world.Segments[name]; entry != nil {
		entry.Body = where
	}
}

// segment checks one segment's condition; nil where it is wrong.
func (c *checker) segment(s *ast.Segment) expr.Expr {
	scope := c.audience()
	out := ir.Segment{Name: s.Name.Name}
	out.Title, _ = c.text(c.world.Scope(), s.Title, "the segment's title")
	out.Where = c.condition(scope, s.Where, "the condition of the segment")
	if out.Where != nil {
		if entry := c.world.Segments[out.Name]; entry != nil {
			entry.Title = out.Title
		}
		c.out.Segments = append(c.out.Segments, out)
	}
	return out.Where
}

// audience is what a condition over customers alone may name.
func (c *checker) audience() *typing.Scope {
	return c.world.Scope().WithRoot(expr.RootCustomer, c.object("customer")).WithSegments(true).
		Because("flow", "A segment is about the customer alone: whether the customer is in a flow changes without the customer changing, so it cannot be asked here.").
		Because("order", "A segment is about the customer alone: there is no one order here. customer.orders are all of them.")
}

// segmentName is a segment that an expression names, and where.
type segmentName struct {
	name string
	at   diag.Range
}

// named are the segments that an argument names, itself or through locals.
func (c *checker) named(a *ast.Arg) []segmentName {
	if !a.Readable() {
		return nil
	}
	var names []segmentName
	seen := map[string]bool{}
	var read func(e hclsyntax.Expression)
	read = func(e hclsyntax.Expression) {
		for _, t := range e.Variables() {
			if len(t) < 2 {
				continue
			}
			attr, ok := t[1].(hcl.TraverseAttr)
			if !ok {
				continue
			}
			switch t.RootName() {
			case "segment":
				names = append(names, segmentName{attr.Name, typing.Range(t.SourceRange())})
			case "local":
				if body := c.world.Locals[attr.Name]; body != nil && !seen[attr.Name] {
					seen[attr.Name] = true
					read(body)
				}
			}
		}
	}
	read(a.Expr)
	return names
}
