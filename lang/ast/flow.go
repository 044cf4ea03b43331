package ast

// Flow is `flow "post_purchase" { … }`.
type Flow struct {
	Block
	Name    Ident
	Title   *Arg
	Owner   *Arg
	Topic   *Arg
	Enabled *Arg
	Holdout *Arg
	Already *Arg     // if_already_in
	Trigger *Trigger // nil where it is missing, which has been reported
	Exits   []*Exit
	Goals   []*Goal
	Body    []Node
}

// Trigger says who enters a flow.
type Trigger struct {
	Block
	Event       *Arg
	Schedule    *Arg
	Segment     *Arg
	Where       *Arg
	Audience    *Arg
	OncePer     *Arg
	EnterWithin *Arg
	Each        *Arg
}

func (f *form) flow() *Flow {
	flow := &Flow{
		Block: f.Block, Name: f.name(), Title: f.arg("title"), Owner: f.arg("owner"), Topic: f.arg("topic"),
		Enabled: f.arg("enabled"), Holdout: f.arg("holdout"), Already: f.arg("if_already_in"), Body: f.body(),
	}
	if t := f.one("trigger"); t != nil {
		flow.Trigger = t.trigger()
	}
	for _, e := range f.all("exit") {
		flow.Exits = append(flow.Exits, e.exit())
	}
	for _, g := range f.all("goal") {
		flow.Goals = append(flow.Goals, g.goal())
	}
	return flow
}

func (f *form) trigger() *Trigger {
	return &Trigger{
		Block: f.Block, Event: f.arg("event"), Schedule: f.arg("schedule"), Segment: f.arg("segment"), Where: f.arg("where"), Audience: f.arg("audience"),
		OncePer: f.arg("once_per"), EnterWithin: f.arg("enter_within"), Each: f.arg("each"),
	}
}

// body are the constructs of a block that holds some, in the order of the source.
func (f *form) body() []Node {
	var nodes []Node
	for _, inner := range f.forms {
		switch inner.of.Name {
		case "step":
			nodes = append(nodes, inner.step())
		case "delay":
			nodes = append(nodes, inner.delay())
		case "await":
			nodes = append(nodes, inner.await())
		case "branch":
			nodes = append(nodes, inner.branch())
		case "experiment":
			nodes = append(nodes, inner.experiment())
		case "repeat":
			nodes = append(nodes, inner.repeat())
		case "use":
			nodes = append(nodes, inner.use())
		case "end":
			nodes = append(nodes, &End{Block: inner.Block})
		}
	}
	return nodes
}
