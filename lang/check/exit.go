package check

import (
	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/ir"
)

func (f *flow) exit(x *ast.Exit) ir.Exit {
	if x.When != nil && x.Event == nil {
		return ir.Exit{Name: x.Name.Name, When: f.exitWhen(x)}
	}
	return ir.Exit{Name: x.Name.Name, Match: f.match(f.base, "the exit", x.Event, x.Where, x.About)}
}
