package engine

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
)

// Messages of one customer that are due at one instant compete for the places under a cap: by priority, then due time, then entering, then
// the flow's name, anew after each (language.md, "Time"). So a journey that comes to such a message waits in its step, due at once
// (interp.Gate.Queue), until all that is due has come as far; then one after the other has its turn.

// rivals adds the customers' other journeys that are due, so that a batch holds all who compete.
func (b *batch) rivals(ctx context.Context, due []*interp.Journey, customers []string) ([]*interp.Journey, error) {
	if len(b.e.Program.Pressure.Caps) == 0 {
		return due, nil
	}
	have := make(map[int64]bool, len(due))
	for _, j := range due {
		have[j.ID] = true
	}
	all, err := b.tx.JourneysOf(ctx, customers, b.now)
	if err != nil {
		return nil, err
	}
	for _, j := range all {
		if !have[j.ID] && isDue(j, b) {
			due = append(due, j)
		}
	}
	return due, nil
}

func isDue(j *interp.Journey, b *batch) bool {
	return j.Over == interp.UnderWay && !j.Due.IsZero() && !j.Due.After(b.now)
}

// turns lets the messages for which the entries wait pass, until nobody waits for one at this instant.
func (b *batch) turns() {
	waiting := map[string][]*entry{}
	for _, en := range b.entries {
		if isDue(en.j, b) && !changing(en) {
			waiting[en.j.Customer] = append(waiting[en.j.Customer], en)
		}
	}
	for _, customer := range slices.Sorted(maps.Keys(waiting)) {
		queue := waiting[customer]
		for len(queue) > 0 {
			next := slices.MinFunc(queue, inTurn)
			b.advance(next, interp.Wake{Turn: true}, b.known(next.j))
			queue = slices.DeleteFunc(queue, func(en *entry) bool { return !isDue(en.j, b) || changing(en) })
		}
	}
}

// changing is true of a journey that has changed its customer in this batch: what follows waits until everything is read again.
func changing(en *entry) bool {
	s, ok := en.flow.State(en.j.State).(*machine.Step)
	if !ok {
		return false
	}
	_, ok = s.Act.(*machine.Update)
	return ok
}

// inTurn is who goes first of two journeys that wait in a step.
func inTurn(a, b *entry) int {
	return cmp.Or(
		cmp.Compare(priority(b), priority(a)), cmp.Compare(a.j.Data.Held, b.j.Data.Held), a.j.Entered.Compare(b.j.Entered),
		cmp.Compare(a.j.Flow, b.j.Flow), cmp.Compare(a.j.Key, b.j.Key),
	)
}

func priority(en *entry) int {
	if s, ok := en.flow.State(en.j.State).(*machine.Step); ok {
		return s.Priority
	}
	return 0
}
