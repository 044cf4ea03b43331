package ast

// Segment is a named condition over a customer.
type Segment struct {
	Block
	Name  Ident
	Title *Arg
	Where *Arg
}

func (f *form) segment() *Segment {
	return &Segment{Block: f.Block, Name: f.name(), Title: f.arg("title"), Where: f.arg("where")}
}
