package ast

// Repeat runs its body at most Times times.
type Repeat struct {
	Block
	Name  Ident
	Every *Arg
	Times *Arg
	While *Arg
	Body  []Node
}

// End is `end {}`: the journey is over.
type End struct {
	Block
}

func (f *form) repeat() *Repeat {
	return &Repeat{
		Block: f.Block, Name: f.name(), Every: f.arg("every"), Times: f.arg("times"), While: f.arg("while"), Body: f.body(),
	}
}
