// Package plan turns two programs and a census of the people inside into what the change does to them. It is pure: the census is
// handed in, and a plan holds counts and no person.
package plan

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/machine"
)

// Standing is how many journeys under way stand in a state.
type Standing struct {
	Flow, State string
	People      int64
}

// Action is what happens to a flow.
type Action string

// The actions. A flow that stays as it is has no change.
const (
	Add    Action = "add"
	Update Action = "update"
	Remove Action = "remove"
)

// Plan is what applying would do.
type Plan struct {
	From, To  string // fingerprints; From is empty where nothing was applied
	Digest    string // of From, To and the decisions: what an approval is given to
	AsOf      time.Time
	Changes   []Change
	Decisions []Decision
	InFlight  InFlight
}

// InFlight counts the people inside: all of them, those who keep their place, and those for whom the plan lacks a decision.
type InFlight struct{ Total, Keep, Undecided int64 }

// Change is one flow that changes.
type Change struct {
	Flow   string
	Action Action
	Nodes  []NodeChange // of an update: those that differ, in the order of the file
	Parts  []string     // of an update: what else differs: trigger, exits, goals, order of nodes, title, owner, enabled
	Inside int64        // people under way in the flow
}

// NodeChange is one node that is added, removed or differs.
type NodeChange struct {
	Node   string
	Kind   string // step, delay, await, branch, experiment, repeat, end
	Action Action
	People int64 // who stand in it now
}

// Decision is a place for which the file does not say where its people go.
type Decision struct {
	Code    string
	Address string // FLOW.NODE, or FLOW where all of it goes
	People  int64
	Why     string
	Options []string
}

// Empty is true where applying changes nothing.
func (p Plan) Empty() bool { return len(p.Changes) == 0 }

// Count is how many flows have an action.
func (p Plan) Count(a Action) (n int) {
	for _, c := range p.Changes {
		if c.Action == a {
			n++
		}
	}
	return n
}

// The codes of decisions.
const (
	NodeGone    = "D0101"
	KindChanged = "D0102"
	FlowGone    = "D0103"
)

// Diff compares what runs with what would. old is nil where nothing was applied.
func Diff(old, next *machine.Program, census []Standing, now time.Time) Plan {
	p := Plan{To: string(next.Fingerprint()), AsOf: now}
	next = stored(next)
	before := map[string]*machine.Machine{}
	if old != nil {
		p.From = string(old.Fingerprint())
		old = stored(old)
		for _, m := range old.Machines {
			before[m.Flow] = m
		}
	}
	people := map[string]map[string]int64{}
	for _, s := range census {
		if people[s.Flow] == nil {
			people[s.Flow] = map[string]int64{}
		}
		people[s.Flow][s.State] += s.People
		p.InFlight.Total += s.People
	}
	after := map[string]*machine.Machine{}
	for _, m := range next.Machines {
		after[m.Flow] = m
	}
	names := slices.Sorted(maps.Keys(before))
	for name := range after {
		if before[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		p.flow(name, before[name], after[name], people[name])
	}
	for _, d := range p.Decisions {
		p.InFlight.Undecided += d.People
	}
	p.InFlight.Keep = p.InFlight.Total - p.InFlight.Undecided
	p.Digest = p.digest()
	return p
}

// stored is a program as it comes back from a store. A tree that was just compiled holds more than its canonical form does, and two
// programs are compared in that form, so that only what the fingerprint sees is a change.
func stored(p *machine.Program) *machine.Program {
	data, err := machine.Encode(p)
	if err != nil {
		panic("this is a bug in flowc: a compiled program has no canonical form: " + err.Error())
	}
	back, err := machine.Decode(data)
	if err != nil {
		panic("this is a bug in flowc: a compiled program cannot be read back: " + err.Error())
	}
	return back
}

func (p *Plan) flow(name string, old, next *machine.Machine, people map[string]int64) {
	var inside int64
	for _, n := range people {
		inside += n
	}
	switch {
	case old == nil:
		p.Changes = append(p.Changes, Change{Flow: name, Action: Add, Nodes: nodesOf(next, Add)})
	case next == nil:
		p.Changes = append(p.Changes, Change{Flow: name, Action: Remove, Nodes: nodesOf(old, Remove), Inside: inside})
		if inside > 0 {
			p.Decisions = append(p.Decisions, Decision{
				Code: FlowGone, Address: name, People: inside, Why: "the flow is gone from the folder", Options: []string{"exit", "drain"},
			})
		}
	default:
		c := Change{Flow: name, Action: Update, Parts: parts(old, next), Inside: inside}
		c.Nodes = nodeChanges(old, next, people)
		if len(c.Parts)+len(c.Nodes) > 0 {
			p.Changes = append(p.Changes, c)
		}
		p.decide(name, old, next, people)
	}
}

// decide finds the places in which people stand and which the new machine does not have, or has as another kind.
func (p *Plan) decide(flow string, old, next *machine.Machine, people map[string]int64) {
	for _, state := range slices.Sorted(maps.Keys(people)) {
		n := people[state]
		if n == 0 {
			continue
		}
		there := next.State(machine.Name(state))
		d := Decision{Address: flow + "." + state, People: n, Options: []string{"exit", "next", "drain", "node"}}
		switch was := old.State(machine.Name(state)); {
		case there == nil:
			d.Code, d.Why = NodeGone, "the node is gone"
		case was != nil && Kind(was) != Kind(there):
			d.Code, d.Why = KindChanged, fmt.Sprintf("the %s has become a %s", Kind(was), Kind(there))
		default:
			continue
		}
		p.Decisions = append(p.Decisions, d)
	}
}

func nodesOf(m *machine.Machine, a Action) (nodes []NodeChange) {
	for _, s := range m.States {
		if !synthetic(s) {
			nodes = append(nodes, NodeChange{Node: string(s.StateName()), Kind: Kind(s), Action: a})
		}
	}
	return nodes
}

// synthetic states have no name in the file: the ends of bodies.
func synthetic(s machine.State) bool {
	_, ok := s.(*machine.End)
	return ok
}

func nodeChanges(old, next *machine.Machine, people map[string]int64) (nodes []NodeChange) {
	for _, s := range next.States {
		name := s.StateName()
		was := old.State(name)
		n := NodeChange{Node: string(name), Kind: Kind(s), People: people[string(name)]}
		switch {
		case was == nil && !synthetic(s):
			n.Action = Add
		case was != nil && !reflect.DeepEqual(bare(was), bare(s)):
			n.Action = Update
		default:
			continue
		}
		nodes = append(nodes, n)
	}
	for _, s := range old.States {
		if next.State(s.StateName()) == nil && !synthetic(s) {
			nodes = append(nodes, NodeChange{Node: string(s.StateName()), Kind: Kind(s), Action: Remove, People: people[string(s.StateName())]})
		}
	}
	return nodes
}

// parts names what differs beside the nodes.
func parts(old, next *machine.Machine) (names []string) {
	for _, part := range []struct {
		name string
		same bool
	}{
		{"title", old.Title == next.Title},
		{"owner", old.Owner == next.Owner},
		{"enabled", old.Enabled == next.Enabled},
		{"trigger", reflect.DeepEqual(old.Trigger, next.Trigger)},
		{"exits", reflect.DeepEqual(old.Exits, next.Exits)},
		{"goals", reflect.DeepEqual(old.Goals, next.Goals)},
		{"order of nodes", sameWays(old, next)},
	} {
		if !part.same {
			names = append(names, part.name)
		}
	}
	return names
}

// Kind is a state's kind in the words of the language.
func Kind(s machine.State) string {
	switch s.(type) {
	case *machine.Step:
		return "step"
	case *machine.Delay:
		return "delay"
	case *machine.Await:
		return "await"
	case *machine.Branch:
		return "branch"
	case *machine.Experiment:
		return "experiment"
	case *machine.Repeat:
		return "repeat"
	case *machine.End:
		return "end"
	default:
		panic("this is a bug in flowc: a state of an unknown kind")
	}
}

func (p Plan) digest() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", p.From, p.To)
	decisions := slices.Clone(p.Decisions)
	slices.SortFunc(decisions, func(a, b Decision) int { return cmp.Or(cmp.Compare(a.Address, b.Address), cmp.Compare(a.Code, b.Code)) })
	for _, d := range decisions {
		fmt.Fprintf(&b, "%s %s\n", d.Code, d.Address)
	}
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(b.String())))
}
