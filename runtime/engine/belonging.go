package engine

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// A flow with a segment as its trigger begins when a customer comes to belong to it. Who belongs is kept in the store, so that coming to
// belong is a difference: looked at when a customer's facts change, and every hour where the condition names time (language.md, "Flows").

// lookEvery is how often all customers are looked at for a condition that names time, on the hour.
const lookEvery = time.Hour

// condition is the text by which a segment's condition is known from another one: with those of all segments that it names.
func condition(e expr.Expr) string {
	var text strings.Builder
	text.WriteString(expr.String(e))
	expr.Walk(e, func(e expr.Expr) {
		if s, ok := e.(*expr.Segment); ok {
			text.WriteString("\nsegment." + s.Name + " = " + expr.String(s.Body))
		}
	})
	return text.String()
}

// Apply stores a program and makes it the one that runs. Who belongs to a segment that triggers one of its flows for the first time has
// not come to belong.
func Apply(ctx context.Context, tx store.Tx, p *Program, body []byte, now time.Time) (version int64, err error) {
	var names []string
	for _, m := range p.Machines {
		names = append(names, m.Flow)
	}
	version, err = tx.SaveProgram(ctx, store.StoredProgram{Fingerprint: p.Fingerprint, Format: machine.Format, Body: body}, names, now)
	if err != nil {
		return version, err
	}
	rows, err := tx.Flows(ctx)
	if err != nil {
		return version, err
	}
	for _, m := range p.Machines {
		if m.Trigger.Segment == nil || rows[m.Flow].Segment == condition(m.Trigger.Segment) {
			continue
		}
		if _, err := p.compare(ctx, tx, m, now); err != nil {
			return version, err
		}
	}
	return version, nil
}

// compare looks at all customers: who came to belong to the segment of a flow's trigger since the last time, by id.
func (p *Program) compare(ctx context.Context, tx store.Tx, m *machine.Machine, now time.Time) (joined []string, err error) {
	q, err := p.query(m.Trigger.Segment, now)
	if err != nil {
		return nil, err
	}
	before, err := tx.Members(ctx, m.Flow, nil)
	if err != nil {
		return nil, err
	}
	err = tx.Customers(ctx, q, func(id string) bool {
		if !before[id] {
			joined = append(joined, id)
		}
		delete(before, id)
		return true
	})
	if err != nil {
		return nil, err
	}
	left := make([]string, 0, len(before))
	for id := range before {
		left = append(left, id)
	}
	slices.Sort(left)
	if err := tx.SetMembers(ctx, m.Flow, joined, left); err != nil {
		return nil, err
	}
	return joined, tx.SetLooked(ctx, m.Flow, condition(m.Trigger.Segment), now)
}

// query is a condition over all customers as SQL.
func (p *Program) query(where expr.Expr, now time.Time) (expr.Query, error) {
	return expr.SQL(where, expr.SQLOptions{Now: now, Zone: p.Zone, Locale: p.Project.Locale, Currencies: p.Project.Currencies})
}

// hourly is when all customers are to be looked at again for a flow; zero: they are not.
func hourly(m *machine.Machine, row store.FlowRow) time.Time {
	if m.Trigger.Segment == nil || row.LookedAt.IsZero() || !expr.NamesTime(m.Trigger.Segment) {
		return time.Time{}
	}
	return row.LookedAt.Truncate(lookEvery).Add(lookEvery)
}

// belonging looks at all customers of the flows whose hour has come.
func (e *Engine) belonging(ctx context.Context, now time.Time) (report Report, more bool, err error) {
	if len(e.Program.bySegment) == 0 {
		return report, false, nil
	}
	var rows map[string]store.FlowRow
	if err := e.Store.Write(ctx, func(tx store.Tx) (err error) { rows, err = tx.Flows(ctx); return err }); err != nil {
		return report, false, err
	}
	for _, f := range e.Program.bySegment {
		at := hourly(f.Machine, rows[f.Flow])
		if at.IsZero() || at.After(now) {
			continue
		}
		// Of hours that were missed the latest counts.
		at = now.Truncate(lookEvery)
		err := e.Store.Write(ctx, func(tx store.Tx) error {
			joined, err := e.Program.compare(ctx, tx, f.Machine, now)
			if err != nil || len(joined) == 0 {
				return err
			}
			b := &batch{e: e, tx: tx, now: now, draws: map[store.DrawKey]string{}, fresh: map[store.DrawKey]string{}}
			if err := b.letIn(ctx, f, joined, at); err != nil {
				return err
			}
			report.add(b.report)
			return nil
		})
		if err != nil {
			return report, false, err
		}
	}
	return report, false, nil
}

// letIn begins a journey for each of the customers who came to belong, by an instant.
func (b *batch) letIn(ctx context.Context, f *interp.Flow, joined []string, at time.Time) error {
	journeys, err := b.tx.JourneysOf(ctx, joined, b.now)
	if err != nil {
		return err
	}
	byCustomer := map[string][]*entry{}
	for _, j := range journeys {
		if g := b.e.Program.flows[j.Flow]; g != nil {
			en := &entry{flow: g, j: j}
			b.entries = append(b.entries, en)
			byCustomer[j.Customer] = append(byCustomer[j.Customer], en)
		}
	}
	for _, c := range joined {
		journeys = append(journeys, &interp.Journey{Flow: f.Flow, Customer: c})
	}
	if err := b.load(ctx, journeys, b.e.wholeAtEvents, joined, nil); err != nil {
		return err
	}
	in := &entrance{taken: map[string]map[string]bool{}, entries: map[string]map[string]store.Entry{}}
	if in.entries[f.Flow], err = b.tx.Entries(ctx, f.Flow, joined); err != nil {
		return err
	}
	for _, c := range joined {
		b.belongs(in, f, c, at, byCustomer[c])
	}
	return b.write(ctx)
}

// belongs lets a customer who came to belong into a flow, or answers nil where a rule of language.md says no.
func (b *batch) belongs(in *entrance, f *interp.Flow, customer string, at time.Time, others []*entry) *entry {
	j := &interp.Journey{Flow: f.Flow, Customer: customer, Entered: at}
	known := b.known(j)
	inside := underWay(f, others)
	if known == nil || !f.Enabled || !b.keyed(in, f, "", j, known.Env.Zone, len(inside) > 0) {
		return nil
	}
	known.Env.Now = b.now
	if !f.Holds(f.Trigger.Where, known.Env) || interp.Barred(f, *j, known, b.now) {
		return nil
	}
	return b.begin(in, f, j, known, inside)
}

// changed looks at the customers of a batch of events, whose facts may have changed.
func (b *batch) belongingChanged(ctx context.Context, in *entrance, latest map[string]time.Time, byCustomer map[string][]*entry) error {
	customers := make([]string, 0, len(latest))
	for c := range latest {
		if b.facts.People[c] != nil {
			customers = append(customers, c)
		}
	}
	slices.Sort(customers)
	for _, f := range b.e.Program.bySegment {
		row := in.flows[f.Flow]
		if row.Segment != condition(f.Trigger.Segment) {
			continue // never looked at: who belongs did not come to belong
		}
		before, err := b.tx.Members(ctx, f.Flow, customers)
		if err != nil {
			return err
		}
		var joined, left []string
		for _, c := range customers {
			env := b.e.Program.env(b.facts.People[c], b.now)
			switch holds := f.Holds(f.Trigger.Segment, env); {
			case holds && !before[c]:
				joined = append(joined, c)
			case !holds && before[c]:
				left = append(left, c)
			}
		}
		if len(joined)+len(left) == 0 {
			continue
		}
		if err := b.tx.SetMembers(ctx, f.Flow, joined, left); err != nil {
			return err
		}
		if in.entries[f.Flow], err = b.tx.Entries(ctx, f.Flow, joined); err != nil {
			return err
		}
		for _, c := range joined {
			if en := b.belongs(in, f, c, latest[c], byCustomer[c]); en != nil {
				byCustomer[c] = append(byCustomer[c], en)
			}
		}
	}
	return nil
}
