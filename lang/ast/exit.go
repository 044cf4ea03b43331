package ast

// Exit ends a journey as soon as its event is known.
type Exit struct {
	Block
	Name  Ident
	Event *Arg
	Where *Arg
	About *Arg
}

func (f *form) exit() *Exit {
	return &Exit{Block: f.Block, Name: f.name(), Event: f.arg("event"), Where: f.arg("where"), About: f.arg("about")}
}
