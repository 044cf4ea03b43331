// Package lang turns the files of a project into a program of state machines, or says what is wrong with them. This is the whole
// pipeline: files → syntax (ast) → a checked tree (check, ir) → machines (lower, machine).
package lang

import (
	"io/fs"

	"github.com/flowc/flowc/lang/ast"
	"github.com/flowc/flowc/lang/check"
	"github.com/flowc/flowc/lang/diag"
	"github.com/flowc/flowc/lang/ir"
	"github.com/flowc/flowc/lang/lower"
	"github.com/flowc/flowc/lang/machine"
)

// Result is what became of a project.
type Result struct {
	// Program is nil where Diagnostics has errors.
	Program *machine.Program
	// Diagnostics are by file and place.
	Diagnostics diag.List
	// Sources are all files that were read, by their path from the project's folder, for showing diagnostics in them.
	Sources map[string][]byte
	// Store is where the project's store block says that everything is kept; zero where it says nothing.
	Store ir.Secret
	// Journal is where its runner block says that the send journal is. Like the store it is no part of the program: a store that was
	// restored must not say where its own evidence lies.
	Journal string
	// Feeds are the project's source blocks, from which customers and orders come.
	Feeds []ir.Source
}

// StoreOf is Compile's Store for a command that needs no more than that: of most projects no file is parsed for it, of the others the
// one with the store block. Mistakes elsewhere in the project do not matter.
func StoreOf(fsys fs.FS) ir.Secret {
	project := ast.LoadWhere(fsys, "store")
	if project.Store == nil {
		return ir.Secret{}
	}
	if at, ok := check.Store(project); ok {
		return at
	}
	return Compile(fsys).Store // it may be made of a variable of another file
}

// Compile compiles the project in a folder.
func Compile(fsys fs.FS) Result {
	defer relaxCollector()()
	project, read := ast.Load(fsys)
	tree, found := check.Program(project, read)
	out := Result{
		Diagnostics: append(read, found...).Sorted(),
		Sources:     project.Files,
	}
	if tree != nil {
		out.Program = lower.Program(tree)
		if err := machine.Validate(out.Program); err != nil {
			panic("this is a bug in flowc: " + err.Error())
		}
		out.Store, out.Journal, out.Feeds = tree.Store, tree.Journal, tree.Sources
	}
	return out
}
