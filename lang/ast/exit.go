package ast

// Exit ends a journey as soon as its event is known, or its condition holds: where not exactly one of Event and When is set, that has been
// reported.
type Exit struct {
	Block
	Name  Ident
	Event *Arg
	Where *Arg
	About *Arg
	When  *Arg
}

func (f *form) exit() *Exit {
	return &Exit{Block: f.Block, Name: f.name(), Event: f.arg("event"), Where: f.arg("where"), About: f.arg("about"), When: f.arg("when")}
}
