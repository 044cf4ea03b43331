package check

import (
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/typing"
	"github.com/flowc/flowc/schema/language"
)

func (f *flow) goal(g *ast.Goal) ir.Goal {
	out := ir.Goal{Name: g.Name.Name, Match: f.match(f.base, "the goal", g.Event, g.Where, g.About)}
	out.Within, _ = f.span(f.world.Scope(), g.Within, "the goal")
	out.Ends = f.truth(f.world.Scope(), g.Exit, false, "whether the goal ends the journey")
	return out
}

// goalNamed is the name of the goal that an argument refers to; empty where it refers to none, or to a wrong one.
func (f *flow) goalNamed(a *ast.Arg) string {
	if !a.Readable() {
		return ""
	}
	root, path, at, ok := typing.Reference(a.Expr)
	if !ok || root != "goal" || len(path) != 1 {
		f.report("F0329", a.Range, "A goal is named here. Write goal.NAME.")
		return ""
	}
	if _, found := f.goals[path[0]]; found {
		return path[0]
	}
	names := slices.Sorted(maps.Keys(f.goals))
	if near, found := language.Nearest(path[0], names); found {
		f.fix("F0207", at, "goal."+near, "There is no goal named %s in this flow. Did you mean %s?", quoted(path[0]), quoted(near))
	} else {
		f.report("F0207", at, "There is no goal named %s in this flow.%s", quoted(path[0]), thereIs(names))
	}
	return ""
}

// few is how many names a message lists.
const few = 12

// thereIs lists the names that could have been meant, where they are few.
func thereIs(names []string) string {
	if len(names) == 0 || len(names) > few {
		return ""
	}
	quotes := make([]string, len(names))
	for i, n := range names {
		quotes[i] = quoted(n)
	}
	return " There is " + listed(quotes, "and") + "."
}
