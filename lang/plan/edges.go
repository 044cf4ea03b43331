package plan

import (
	"slices"

	"github.com/flowc/flowc/lang/machine"
)

// bare is a state without where it leads: a node that only has another neighbour is what it was.
func bare(s machine.State) machine.State {
	switch s := s.(type) {
	case *machine.Step:
		c := *s
		c.Next = ""
		return &c
	case *machine.Delay:
		c := *s
		c.Next = ""
		return &c
	case *machine.Await:
		c := *s
		c.Next, c.OnTimeout = "", ""
		return &c
	case *machine.Branch:
		c := *s
		c.Cases, c.Default = slices.Clone(s.Cases), ""
		for i := range c.Cases {
			c.Cases[i].To = ""
		}
		return &c
	case *machine.Experiment:
		c := *s
		c.To, c.HeldOut = nil, ""
		return &c
	case *machine.Repeat:
		c := *s
		c.Body, c.Next = "", ""
		return &c
	case *machine.End:
		return s
	default:
		panic("this is a bug in flowc: a state of an unknown kind")
	}
}

// sameWays says whether the nodes that two machines have in common lead to one another in the same way, as far as no node was put in
// between or taken out: otherwise that one tells of it.
func sameWays(old, next *machine.Machine) bool {
	if old.First != next.First && old.State(next.First) != nil && next.State(old.First) != nil {
		return false
	}
	for _, s := range next.States {
		was := old.State(s.StateName())
		if was == nil {
			continue
		}
		before, after := ways(was), ways(s)
		if len(before) != len(after) {
			continue // cases or variants were added or removed, which the node itself tells
		}
		for i := range after {
			if before[i] != after[i] && (before[i] == "" || next.State(before[i]) != nil) && (after[i] == "" || old.State(after[i]) != nil) {
				return false
			}
		}
	}
	return true
}

// ways are the edges that leave a state.
func ways(s machine.State) []machine.Name {
	switch s := s.(type) {
	case *machine.Step:
		return []machine.Name{s.Next}
	case *machine.Delay:
		return []machine.Name{s.Next}
	case *machine.Await:
		return []machine.Name{s.Next, s.OnTimeout}
	case *machine.Branch:
		out := []machine.Name{s.Default}
		for _, c := range s.Cases {
			out = append(out, c.To)
		}
		return out
	case *machine.Experiment:
		return append([]machine.Name{s.HeldOut}, s.To...)
	case *machine.Repeat:
		return []machine.Name{s.Body, s.Next}
	case *machine.End:
		return nil
	default:
		panic("this is a bug in flowc: a state of an unknown kind")
	}
}
