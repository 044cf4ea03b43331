package ast

// Use puts the body of a fragment in its place.
type Use struct {
	Block
	Name     Ident
	Fragment *Arg
	Args     []*Arg // the fragment's parameters, in the order of the source; whether they exist is not judged here
}

// Fragment is a shared body.
type Fragment struct {
	Block
	Name       Ident
	Parameters []*Parameter
	Body       []Node
}

// Parameter is a value that each use of a fragment gives.
type Parameter struct {
	Block
	Name    Ident
	Type    *Arg
	Default *Arg
}

func (f *form) use() *Use {
	return &Use{Block: f.Block, Name: f.name(), Fragment: f.arg("fragment"), Args: f.rest()}
}

func (f *form) fragment() *Fragment {
	fragment := &Fragment{Block: f.Block, Name: f.name(), Body: f.body()}
	for _, p := range f.all("parameter") {
		fragment.Parameters = append(fragment.Parameters, &Parameter{Block: p.Block, Name: p.name(), Type: p.arg("type"), Default: p.arg("default")})
	}
	return fragment
}
