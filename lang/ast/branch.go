package ast

// Branch takes the first case that holds.
type Branch struct {
	Block
	Name    Ident
	Cases   []*Case
	Default *Default // nil where nothing is to be done
}

// Case is one way of a branch.
type Case struct {
	Block
	Name Ident
	When *Arg
	Body []Node
}

// Default is the way of a branch whose cases do not hold.
type Default struct {
	Block
	Body []Node
}

func (f *form) branch() *Branch {
	b := &Branch{Block: f.Block, Name: f.name()}
	for _, c := range f.all("case") {
		b.Cases = append(b.Cases, &Case{Block: c.Block, Name: c.name(), When: c.arg("when"), Body: c.body()})
	}
	if d := f.one("default"); d != nil {
		b.Default = &Default{Block: d.Block, Body: d.body()}
	}
	return b
}
