package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/calendar"
)

// nominalLayout is how a nominal local time stands in a KEY and in the store.
const nominalLayout = "2006-01-02T15:04"

// occurrences are computed in nominal local time and keyed by it, so that an hour that is there twice cannot fire twice and a
// restart cannot repeat. cron reads the nominal time as if it were UTC, where every hour is there once.
type occurrence struct{ nominal, instant time.Time }

// occurrenceAfter is the first occurrence of a cron text after a nominal time; zero where there is none.
func occurrenceAfter(spec string, nominal time.Time, zone *time.Location) (occurrence, error) {
	schedule, err := cron.ParseStandard(spec)
	if err != nil {
		return occurrence{}, fmt.Errorf("schedule %q: %w", spec, err)
	}
	n, at := calendar.NextOccurrence(schedule.Next, nominal, zone)
	return occurrence{n, at}, nil
}

// catchUpMax bounds the occurrences that are passed over after an outage.
const catchUpMax = 100_000

// latestDue is the latest occurrence after the watermark that is not after now, and whether there is one. Of those missed only the
// latest counts.
func latestDue(spec string, after time.Time, zone *time.Location, now time.Time) (due occurrence, found bool, err error) {
	for range catchUpMax {
		next, err := occurrenceAfter(spec, after, zone)
		if err != nil || next.instant.IsZero() || next.instant.After(now) {
			return due, found, err
		}
		due, found, after = next, true, next.nominal
	}
	return due, found, nil
}

// nominalOf is an instant as the wall clock of a zone shows it, carried in UTC, to the minute.
func nominalOf(t time.Time, zone *time.Location) time.Time {
	l := t.In(zone)
	return time.Date(l.Year(), l.Month(), l.Day(), l.Hour(), l.Minute(), 0, 0, time.UTC)
}

// watermark is the nominal time up to which a flow's schedule has been looked at: from the first apply on.
func watermark(row store.FlowRow, zone *time.Location) time.Time {
	if t, err := time.Parse(nominalLayout, row.Watermark); err == nil {
		return t
	}
	return nominalOf(row.AppliedAt, zone)
}

// schedules lets the audience of each occurrence that is due in.
func (e *Engine) schedules(ctx context.Context, now time.Time) (report Report, more bool, err error) {
	var rows map[string]store.FlowRow
	for _, m := range e.Program.Machines {
		if m.Trigger.Schedule == "" || !m.Enabled {
			continue
		}
		if rows == nil {
			read := func(tx store.Tx) error { rows, err = tx.Flows(ctx); return err }
			if err := e.Store.Write(ctx, read); err != nil {
				return report, false, err
			}
		}
		row, applied := rows[m.Flow]
		if !applied {
			continue
		}
		due, found, err := latestDue(m.Trigger.Schedule, watermark(row, e.Program.Zone), e.Program.Zone, now)
		if err != nil || !found {
			if err != nil {
				return report, false, err
			}
			continue
		}
		did, err := e.occurrence(ctx, e.Program.flows[m.Flow], due, now)
		report.add(did)
		if err != nil {
			return report, false, err
		}
	}
	return report, false, nil
}

// occurrence lets an audience in, a batch a transaction; the watermark moves with the last. A crash in between repeats nothing,
// since each key is taken once.
func (e *Engine) occurrence(ctx context.Context, f *interp.Flow, due occurrence, now time.Time) (report Report, err error) {
	nominal := due.nominal.Format(nominalLayout)
	if calendar.Span(f.Trigger.EnterWithin).Add(due.instant, e.Program.Zone).Before(now) {
		return report, e.Store.Write(ctx, func(tx store.Tx) error { return tx.SetWatermark(ctx, f.Flow, nominal) })
	}
	audience, err := e.audience(ctx, f.Trigger.Audience, now)
	if err != nil {
		return report, err
	}
	for begin := 0; ; begin += journeyBatch {
		part := audience[min(begin, len(audience)):min(begin+journeyBatch, len(audience))]
		last := begin+journeyBatch >= len(audience)
		err := e.Store.Write(ctx, func(tx store.Tx) error {
			b := &batch{e: e, tx: tx, now: now, draws: map[store.DrawKey]string{}, fresh: map[store.DrawKey]string{}}
			if err := b.enterAll(ctx, f, part, due, nominal); err != nil {
				return err
			}
			report.add(b.report)
			if last {
				return tx.SetWatermark(ctx, f.Flow, nominal)
			}
			return nil
		})
		if err != nil || last {
			return report, err
		}
	}
}

// audience is the ids of the customers of a segment, by id.
func (e *Engine) audience(ctx context.Context, where expr.Expr, now time.Time) (ids []string, err error) {
	q, err := expr.SQL(where, expr.SQLOptions{
		Now: now, Zone: e.Program.Zone, Locale: e.Program.Project.Locale, Currencies: e.Program.Project.Currencies,
	})
	if err != nil {
		return nil, err
	}
	err = e.Store.Read(ctx, func(r store.Reader) error {
		return r.Customers(ctx, q, func(id string) bool {
			ids = append(ids, id)
			return true
		})
	})
	return ids, err
}

// enterAll begins one journey for each customer who is not yet in.
func (b *batch) enterAll(ctx context.Context, f *interp.Flow, customers []string, due occurrence, nominal string) error {
	if len(customers) == 0 {
		return nil
	}
	var journeys []*interp.Journey
	keys := make([]string, len(customers))
	for i, c := range customers {
		keys[i] = c + "@" + nominal
		journeys = append(journeys, &interp.Journey{Flow: f.Flow, Key: keys[i], Customer: c, Entered: due.instant})
	}
	need := *b.e.Program.atEvents[f.Flow]
	need.active = true
	if err := b.load(ctx, journeys, func(*interp.Journey) *reads { return &need }, customers, nil); err != nil {
		return err
	}
	taken, err := b.tx.Exists(ctx, f.Flow, keys)
	if err != nil {
		return err
	}
	for _, j := range journeys {
		known := b.known(j)
		// A customer who is still in the flow is passed over: if_already_in is "ignore" for a schedule.
		if known == nil || taken[j.Key] || b.facts.People[j.Customer].Active[f.Flow] > 0 || interp.Barred(f, *j, known, b.now) {
			continue
		}
		en := &entry{flow: f, j: j, isNew: true}
		b.entries = append(b.entries, en)
		b.advance(en, interp.Enter{From: due.instant}, known)
	}
	return b.write(ctx)
}

// Next is the earliest instant at which there is something to do; zero: never. work is false where only schedules go on.
func (e *Engine) Next(ctx context.Context, now time.Time) (next time.Time, work bool, err error) {
	var rows map[string]store.FlowRow
	err = e.Store.Write(ctx, func(tx store.Tx) error {
		if next, err = tx.Next(ctx); err != nil {
			return err
		}
		rows, err = tx.Flows(ctx)
		return err
	})
	if err != nil {
		return next, false, err
	}
	work = !next.IsZero()
	for _, m := range e.Program.Machines {
		at, err := e.nextOccurrence(m, rows, now)
		if err != nil {
			return next, false, err
		}
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, work, nil
}

func (e *Engine) nextOccurrence(m *machine.Machine, rows map[string]store.FlowRow, now time.Time) (time.Time, error) {
	row, applied := rows[m.Flow]
	if m.Trigger.Schedule == "" || !m.Enabled || !applied {
		return time.Time{}, nil
	}
	after := watermark(row, e.Program.Zone)
	if n := nominalOf(now, e.Program.Zone).Add(-time.Minute); n.After(after) {
		after = n
	}
	next, err := occurrenceAfter(m.Trigger.Schedule, after, e.Program.Zone)
	return next.instant, err
}
