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
	f.truth(m.Trigger.Segment)
	for i := range m.Exits {
		f.truth(m.Exits[i].Match.Where)
		f.truth(m.Exits[i].When)
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
			if change, ok := s.Act.(*machine.Update); ok {
				for _, e := range change.Expressions() {
					f.value(e)
				}
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
	LastOrder  facts.Value // when the customer last bought; may be absent
	Pressure   *Pressure   // never nil
	Sent       []expr.Sent // the customer's earlier releases, for caps
	// Queue makes a journey that comes to a message under a cap wait in its step until it is its turn: until it is woken with Turn.
	Queue bool
}

// ImpliedTo is until when a purchase implies consent to a topic; zero: no end is set.
func ImpliedTo(topic machine.Topic, lastOrder facts.Value, zone *time.Location) time.Time {
	switch {
	case topic.ImpliedFor == facts.Span{}:
		return time.Time{}
	case lastOrder.IsAbsent():
		return time.Unix(0, 0).UTC() // nothing was bought that could imply anything
	}
	return calendar.Span(topic.ImpliedFor).Add(lastOrder.Time(), zone)
}

// Consented says whether the choices allow the topic. implied: what a purchase implies has not ended.
func Consented(topic machine.Topic, choices map[string]bool, implied bool) bool {
	return !topic.Marketing || Agreed(choices, topic.Name, topic.OptOut && implied)
}

// Agreed is the answer to a marketing topic: the choice about it, else that about all marketing ("*"), else the topic's default. That a
// later denial of everything ends an earlier grant of one topic is in the choices already (store.Contacts).
func Agreed(choices map[string]bool, topic string, optOut bool) bool {
	if granted, ok := choices[topic]; ok {
		return granted
	}
	if granted, ok := choices["*"]; ok {
		return granted
	}
	return optOut
}

// implied says whether the consent that a purchase implies has not ended; its last instant counts.
func (w *walker) implied(topic machine.Topic) bool {
	until := ImpliedTo(topic, w.known.Gate.LastOrder, w.env.Zone)
	return until.IsZero() || !w.now.After(until)
}

// verdict is what the gates say to a message: it goes, is dropped, or waits.
type verdict struct {
	drop  string    // why it is dropped; empty: it is not
	until time.Time // when everything is read again; zero: it does not wait
}

// gate reads the gates in the order of language.md, "Time": exclude, address, suppression, consent, staleness, blackout, quiet hours, cap.
// letter names the message among all. A hold never goes beyond the instant at which the message is stale.
func (w *walker) gate(topic machine.Topic, staleAt time.Time, letter string) verdict {
	g := &w.known.Gate
	p := g.Pressure
	switch {
	case topic.Marketing && p.excluded != nil && p.excluded(w.env):
		return verdict{drop: "excluded"}
	case g.Address == "":
		return verdict{drop: "no_address"}
	case g.Suppressed:
		return verdict{drop: "suppressed"}
	case !Consented(topic, g.Choices, w.implied(topic)):
		return verdict{drop: "no_consent"}
	case w.now.After(staleAt):
		return verdict{drop: "stale"}
	}
	until := p.Closed(topic, w.now, w.env.Zone, letter)
	if until.IsZero() {
		var drop bool
		if drop, until = p.capped(topic.Name, g.Sent, w.now, w.env.Zone); drop {
			return verdict{drop: "capped"}
		}
	}
	switch {
	case until.IsZero():
		return verdict{}
	case !w.now.Before(staleAt):
		return verdict{drop: "stale"} // this was its last instant
	case until.After(staleAt):
		return verdict{until: staleAt}
	}
	return verdict{until: until}
}
