package machine

import (
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/schema/letter"
)

// Expressions are all that a state evaluates, in no particular order; nil ones are among them.
func Expressions(s State) []expr.Expr {
	switch s := s.(type) {
	case *Step:
		return append(actExpressions(s.Act), s.When)
	case *Delay:
		return []expr.Expr{s.For, s.Until}
	case *Await:
		return []expr.Expr{s.Match.Where, s.Timeout, s.Until}
	case *Branch:
		var es []expr.Expr
		for _, k := range s.Cases {
			es = append(es, k.When)
		}
		return es
	case *Repeat:
		return []expr.Expr{s.Every, s.While}
	case *Experiment, *End:
		return nil
	default:
		panic("this is a bug in flowc: an unknown state")
	}
}

func actExpressions(a Act) []expr.Expr {
	switch a := a.(type) {
	case *Email:
		var es []expr.Expr
		for _, l := range a.texts() {
			es = append(append(es, l.Subject, l.Preheader), l.Body.Holes...)
		}
		return es
	case *Webhook:
		return []expr.Expr{a.Body}
	case *Update:
		return a.Expressions()
	default:
		panic("this is a bug in flowc: an unknown act")
	}
}

// Expressions are the new values, and the tags.
func (u *Update) Expressions() []expr.Expr {
	es := []expr.Expr{u.Tags}
	for _, s := range u.Attributes {
		es = append(es, s.Value)
	}
	return es
}

// texts are all letters of an e-mail: its own and those of its variants.
func (e *Email) texts() []Letter {
	all := e.Letters
	if e.Experiment != nil {
		for _, letters := range e.Experiment.Variants {
			all = append(all[:len(all):len(all)], letters...)
		}
	}
	return all
}

// Needs says what the parts of a machine read beyond the customer's row (expr.Needs).
type Needs struct {
	Trigger expr.Needs          // where and audience
	Matches expr.Needs          // the conditions of goals and exits: read at each event
	States  map[Name]expr.Needs // what a state evaluates when a journey comes to it or is woken in it
	All     expr.Needs          // all of it together
}

// Needs computes what the machine's parts read. It walks every expression: compute it once, beside the machine.
func (m *Machine) Needs() *Needs {
	n := &Needs{
		Trigger: expr.NeedsOf(m.Trigger.Where, m.Trigger.Audience, m.Trigger.Segment),
		States:  make(map[Name]expr.Needs, len(m.States)),
	}
	var matches []expr.Expr
	for _, x := range m.Exits {
		matches = append(matches, x.Match.Where, x.When)
	}
	for _, g := range m.Goals {
		matches = append(matches, g.Match.Where)
	}
	n.Matches = expr.NeedsOf(matches...)
	n.All = n.Trigger.And(n.Matches)
	for _, s := range m.States {
		of := expr.NeedsOf(Expressions(s)...)
		if step, ok := s.(*Step); ok {
			of = of.And(summaryNeeds(step.Act))
		}
		n.States[s.StateName()] = of
		n.All = n.All.And(of)
	}
	return n
}

// summaryNeeds are what letters read without an expression: the table of the order.
func summaryNeeds(a Act) (n expr.Needs) {
	email, ok := a.(*Email)
	if !ok {
		return n
	}
	for _, l := range email.texts() {
		l.Body.Doc.Walk(func(b letter.Block) {
			if _, ok := b.(letter.OrderSummary); ok {
				n.Order, n.Items = true, true
			}
		}, nil)
	}
	return n
}
