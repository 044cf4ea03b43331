package interp

import (
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/schema/calendar"
	"github.com/flowc/flowc/schema/facts"
	"github.com/flowc/flowc/schema/order"
)

// Flow is a machine made ready to run: each of its expressions is compiled once. It is safe for use by several goroutines.
type Flow struct {
	*machine.Machine
	truths map[expr.Expr]func(*expr.Env) bool
	values map[expr.Expr]func(*expr.Env) facts.Value
}

// Prepare compiles the conditions and the waits of a machine. Letters are the engine's to compile.
func Prepare(m *machine.Machine) *Flow {
	f := &Flow{Machine: m, truths: map[expr.Expr]func(*expr.Env) bool{}, values: map[expr.Expr]func(*expr.Env) facts.Value{}}
	f.truth(m.Trigger.Where)
	for i := range m.Exits {
		f.truth(m.Exits[i].Match.Where)
	}
	for i := range m.Goals {
		f.truth(m.Goals[i].Match.Where)
	}
	for _, s := range m.States {
		switch s := s.(type) {
		case *machine.Step:
			f.truth(s.When)
			if hook, ok := s.Act.(*machine.Webhook); ok {
				f.value(hook.Body)
			}
		case *machine.Delay:
			f.value(s.For)
			f.value(s.Until)
		case *machine.Await:
			f.truth(s.Match.Where)
			f.value(s.Timeout)
			f.value(s.Until)
		case *machine.Branch:
			for i := range s.Cases {
				f.truth(s.Cases[i].When)
			}
		case *machine.Repeat:
			f.value(s.Every)
			f.truth(s.While)
		case *machine.Experiment, *machine.End:
		default:
			panic("this is a bug in flowc: a state of an unknown kind")
		}
	}
	return f
}

func (f *Flow) truth(e expr.Expr) {
	if e != nil {
		f.truths[e] = expr.CompileBool(e)
	}
}

func (f *Flow) value(e expr.Expr) {
	if e != nil {
		f.values[e] = expr.Compile(e)
	}
}

// Holds is the condition's truth; no condition holds always.
func (f *Flow) Holds(e expr.Expr, env *expr.Env) bool {
	return e == nil || f.truths[e](env)
}

func (f *Flow) span(e expr.Expr, env *expr.Env) calendar.Span {
	return calendar.Span(f.values[e](env).Span())
}

// Known is what is known of one journey's customer when it advances.
type Known struct {
	Env *expr.Env // Customer, Order, Item, Shipment, History, Zone, Locale; Advance sets the rest
	// Events are the customer's events that may concern the journey, by Compare.
	Events []*order.Event
	// EventBySeq finds an event that the journey remembers.
	EventBySeq func(seq int64) *order.Event
	// Draw is a draw that was stored before; empty variant: held out.
	Draw   func(salt, unit, unitID string) (variant string, ok bool)
	Active func(flow string) bool
	Gate   Gate
	// Compose fills the letter of a message that is released now. It is as pure as the rest.
	Compose func(env *expr.Env, r *Release) Text
	// Within are the states for which everything was loaded; nil: all. Where the journey comes to another one, Beyond is set and what
	// Advance answers means nothing.
	Within map[machine.Name]bool
	Beyond bool
}

// Gate is what decides whether a message may go, read in the transaction that releases it.
type Gate struct {
	Address    string // empty: none
	Suppressed bool
	Choices    map[string]bool // by topic, "*" for all marketing: granted or denied
	Topics     map[string]machine.Topic
}

// The default staleness of language.md, "A project": a message not released within this of its due time is dropped.
var (
	staleMarketing     = calendar.Span{Days: 7}
	staleTransactional = calendar.Span{Days: 2}
)

// StaleAfter is the instant after which a message of the topic that was due then is dropped.
func StaleAfter(topic machine.Topic, due time.Time, zone *time.Location) time.Time {
	if topic.Marketing {
		return staleMarketing.Add(due, zone)
	}
	return staleTransactional.Add(due, zone)
}

// Consented says whether the choices allow the topic: a denial of all marketing outweighs a grant of one topic.
func Consented(topic machine.Topic, choices map[string]bool) bool {
	if !topic.Marketing {
		return true
	}
	if granted, chosen := choices["*"]; chosen && !granted {
		return false
	}
	if granted, chosen := choices[topic.Name]; chosen {
		return granted
	}
	return topic.OptOut
}

// gate answers why a message due then may not go now; empty: it may. The order is that of language.md, "Time".
func (g *Gate) gate(topic machine.Topic, due, now time.Time, zone *time.Location) string {
	switch {
	case g.Address == "":
		return "no_address"
	case g.Suppressed:
		return "suppressed"
	case !Consented(topic, g.Choices):
		return "no_consent"
	case now.After(StaleAfter(topic, due, zone)):
		return "stale"
	}
	return ""
}
