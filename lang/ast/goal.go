package ast

// Goal is what success is.
type Goal struct {
	Block
	Name   Ident
	Event  *Arg
	Where  *Arg
	About  *Arg
	Within *Arg
	Exit   *Arg
}

func (f *form) goal() *Goal {
	return &Goal{
		Block: f.Block, Name: f.name(), Event: f.arg("event"), Where: f.arg("where"), About: f.arg("about"),
		Within: f.arg("within"), Exit: f.arg("exit"),
	}
}
