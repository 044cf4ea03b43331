package interp

import "github.com/flowc/flowc/lang/machine"

// repeat is reached: from above, or at the end of its body. It waits for its next round, or goes on below.
func (w *walker) repeat(s *machine.Repeat) (next machine.Name, waits bool) {
	if w.j.Data.Rounds[s.Name].N >= s.Times {
		w.forget(s)
		return s.Next, false
	}
	due := w.flow.span(s.Every, w.env).Add(w.base, w.env.Zone)
	if due.After(w.now) {
		w.wait(s.Name, due)
		return "", true
	}
	w.base = due
	return w.round(s), false
}

// round begins the next round at base, or leaves the repeat where while does not hold.
func (w *walker) round(s *machine.Repeat) machine.Name {
	if !w.flow.Holds(s.While, w.env) {
		w.forget(s)
		return s.Next
	}
	if w.j.Data.Rounds == nil {
		w.j.Data.Rounds = map[machine.Name]Round{}
	}
	w.j.Data.Rounds[s.Name] = Round{N: w.j.Data.Rounds[s.Name].N + 1, Start: MillisOf(w.base)}
	return s.Body
}

// forget lets an inner repeat begin anew in the next round of the outer one.
func (w *walker) forget(s *machine.Repeat) { delete(w.j.Data.Rounds, s.Name) }
