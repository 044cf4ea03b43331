package ast

// Await waits for an event.
type Await struct {
	Block
	Name      Ident
	Event     *Arg
	Where     *Arg
	About     *Arg
	Since     *Arg
	Timeout   *Arg
	Until     *Arg
	OnTimeout *OnTimeout // nil where nothing is to be done
}

// OnTimeout is what happens when the event did not come in time.
type OnTimeout struct {
	Block
	Body []Node
}

func (f *form) await() *Await {
	a := &Await{
		Block: f.Block, Name: f.name(), Event: f.arg("event"), Where: f.arg("where"), About: f.arg("about"), Since: f.arg("since"),
		Timeout: f.arg("timeout"), Until: f.arg("until"),
	}
	if t := f.one("on_timeout"); t != nil {
		a.OnTimeout = &OnTimeout{Block: t.Block, Body: t.body()}
	}
	return a
}
