package main

import (
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/store/sqlite"
)

// storeOptions are those of every store that flowc opens: the functions that compiled segments call are known to it.
func storeOptions() sqlite.Options {
	return sqlite.Options{RegisterFuncs: expr.SQLFuncs}
}

// letters counts the texts of a program.
func letters(result lang.Result) (n int) {
	for _, m := range result.Program.Machines {
		for _, step := range letterSteps(m) {
			n += len(step.Act.(*machine.Email).Letters)
		}
	}
	return n
}
