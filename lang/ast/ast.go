// Package ast turns the files of a project, *.flow.hcl, into a typed tree in which every node knows its place. It judges
// syntax and structure (which blocks and arguments stand where, how often, with how many labels) and nothing else: names,
// types and meaning are lang/check's. Expressions are kept as HCL's trees and are never evaluated here.
package ast

import (
	"github.com/flowc/flowc/lang/diag"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Ident is a name that the author gave: a block's label. Range holds the quotes, if it has any.
type Ident struct {
	Name  string
	Range diag.Range
}

// Arg is one argument, `name = value`.
//
// A nil *Arg was not given; where the language requires it, that has been reported. Expr is nil where something was given
// that could not be read, which has been reported too.
type Arg struct {
	Name      string
	Expr      hclsyntax.Expression
	Range     diag.Range // of the value
	NameRange diag.Range
}

// Readable is true for an argument that was given and can be looked into.
func (a *Arg) Readable() bool { return a != nil && a.Expr != nil }

// Block is what every block has.
type Block struct {
	Header diag.Range // its type and labels
	Range  diag.Range // all of it, through the closing brace
	// Broken is true where a block, or a line that may have been the beginning of one, was left out of the tree, directly
	// inside or deeper, so that a name that seems to be missing may have been meant there. What is wrong with it has been
	// reported.
	Broken bool
}

// Head is the block's own part of a node.
func (b *Block) Head() *Block { return b }

// Node is one construct of a flow's body, in the order of the source: *Step, *Delay, *Await, *Branch, *Experiment, *Repeat,
// *Use or *End.
//
//sumtype:decl
type Node interface {
	// Head is where it stands.
	Head() *Block
	// Label is its name; the zero Ident for an *End.
	Label() Ident
	node()
}

func (*Step) node()       {}
func (*Delay) node()      {}
func (*Await) node()      {}
func (*Branch) node()     {}
func (*Experiment) node() {}
func (*Repeat) node()     {}
func (*Use) node()        {}
func (*End) node()        {}

// Label is the step's name.
func (s *Step) Label() Ident { return s.Name }

// Label is the delay's name.
func (d *Delay) Label() Ident { return d.Name }

// Label is the await's name.
func (a *Await) Label() Ident { return a.Name }

// Label is the branch's name.
func (b *Branch) Label() Ident { return b.Name }

// Label is the experiment's name.
func (e *Experiment) Label() Ident { return e.Name }

// Label is the repeat's name.
func (r *Repeat) Label() Ident { return r.Name }

// Label is the name of the use.
func (u *Use) Label() Ident { return u.Name }

// Label is empty: an end has no name.
func (*End) Label() Ident { return Ident{} }
