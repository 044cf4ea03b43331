package interp

import "github.com/flowc/flowc/lang/machine"

// branch takes the first case that holds.
func (w *walker) branch(s *machine.Branch) machine.Name {
	for i := range s.Cases {
		if w.flow.Holds(s.Cases[i].When, w.env) {
			return s.Cases[i].To
		}
	}
	return s.Default
}
