package engine

import "github.com/flowc/flowc/lang/machine"

// LoadAll makes every journey that wakes load all that its flow reads, as if there were no reach.
func (p *Program) LoadAll() {
	p.near.of = nil
	for _, f := range p.flows {
		all := map[machine.Name]bool{}
		for _, s := range f.States {
			all[s.StateName()] = true
		}
		for name := range all {
			p.reachOf(f, name)
			p.near.of[f][name] = &reach{reads: *p.reads[f.Flow], states: all}
		}
	}
}

// Reads says what a journey that wakes in a state loads: its order, consents, and the events that it remembers.
func (p *Program) Reads(flow, state string) (order, consents, remembers bool) {
	r := p.reachOf(p.flows[flow], machine.Name(state))
	return r.order, r.consents, r.remembers
}

// Late is true where journeys passed waits in the last look.
func (e *Engine) Late() bool { return e.late }
