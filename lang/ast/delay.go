package ast

// Delay waits.
type Delay struct {
	Block
	Name      Ident
	For       *Arg
	Until     *Arg
	On        *Arg
	At        *Arg
	IfPast    *Arg
	IfMissing *Arg
}

func (f *form) delay() *Delay {
	return &Delay{
		Block: f.Block, Name: f.name(), For: f.arg("for"), Until: f.arg("until"), On: f.arg("on"), At: f.arg("at"),
		IfPast: f.arg("if_past"), IfMissing: f.arg("if_missing"),
	}
}
