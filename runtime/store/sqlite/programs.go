package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/store"
)

// SaveProgram stores a program and makes it the one that runs.
func (t *tx) SaveProgram(_ context.Context, p store.StoredProgram, flows []string, now time.Time) (version int64, err error) {
	_, err = t.c.exec(`insert into programs (fingerprint, format, body, stored_ms) values (?, ?, ?, ?) on conflict do nothing`,
		p.Fingerprint, p.Format, string(p.Body), now.UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("save program: %w", err)
	}
	version, err = t.c.insert(`insert into versions (number, fingerprint, applied_ms) select coalesce(max(number), 0) + 1, ?, ? from versions`,
		p.Fingerprint, now.UnixMilli())
	if err != nil {
		return 0, fmt.Errorf("save version: %w", err)
	}
	for _, flow := range flows {
		_, err := t.c.exec(`insert into flows (flow, since_seq, applied_ms) select ?, coalesce(max(seq), 0), ? from events where true on conflict do nothing`,
			flow, now.UnixMilli())
		if err != nil {
			return 0, fmt.Errorf("save flow %s: %w", flow, err)
		}
	}
	return version, nil
}

// Deployed is the program that runs.
func (r *reader) Deployed(context.Context) (store.StoredProgram, error) {
	var p store.StoredProgram
	found, err := r.c.one(`select p.fingerprint, p.format, p.body from versions v join programs p using (fingerprint) order by v.number desc limit 1`,
		nil, &p.Fingerprint, &p.Format, &p.Body)
	if err == nil && !found {
		err = store.ErrNothingApplied
	}
	return p, err
}

// Running is the fingerprint of the program that runs.
func (r *reader) Running(context.Context) (fingerprint string, err error) {
	found, err := r.c.one(`select fingerprint from versions order by number desc limit 1`, nil, &fingerprint)
	if err == nil && !found {
		err = store.ErrNothingApplied
	}
	return fingerprint, err
}

// Program is a program that was applied once.
func (r *reader) Program(_ context.Context, fingerprint string) (store.StoredProgram, error) {
	var p store.StoredProgram
	found, err := r.c.one(`select fingerprint, format, body from programs where fingerprint = ?`, []any{fingerprint}, &p.Fingerprint, &p.Format, &p.Body)
	if err == nil && !found {
		err = fmt.Errorf("program %s: %w", fingerprint, store.ErrNothingApplied)
	}
	return p, err
}

// Versions are all applies, the first one first.
func (r *reader) Versions(context.Context) ([]store.Version, error) {
	var out []store.Version
	err := r.c.each(`select number, fingerprint, applied_ms from versions order by number`, nil, func(scan func(...any) error) error {
		var v store.Version
		var at int64
		if err := scan(&v.Number, &v.Fingerprint, &at); err != nil {
			return err
		}
		v.AppliedAt = time.UnixMilli(at).UTC()
		out = append(out, v)
		return nil
	})
	return out, err
}

// Flows is what is known of each applied flow.
func (t *tx) Flows(context.Context) (map[string]store.FlowRow, error) {
	out := map[string]store.FlowRow{}
	err := t.c.each(`select flow, since_seq, applied_ms, watermark, segment, looked_ms from flows`, nil, func(scan func(...any) error) error {
		var flow string
		var f store.FlowRow
		var at int64
		var mark, segment sql.NullString
		var looked sql.NullInt64
		if err := scan(&flow, &f.SinceSeq, &at, &mark, &segment, &looked); err != nil {
			return err
		}
		f.AppliedAt, f.Watermark, f.Segment, f.LookedAt = time.UnixMilli(at).UTC(), mark.String, segment.String, fromMs(looked)
		out[flow] = f
		return nil
	})
	return out, err
}

// SetWatermark remembers the latest nominal time of a scheduled flow that was looked at.
func (t *tx) SetWatermark(_ context.Context, flow, nominal string) error {
	n, err := t.c.exec(`update flows set watermark = ? where flow = ?`, null(nominal), flow)
	if err == nil && n != 1 {
		err = fmt.Errorf("flow %s was never applied", flow)
	}
	return err
}

// Cursor is how far a source's table has been read; zero: not at all.
func (t *tx) Cursor(_ context.Context, source, table string) (store.Cursor, error) {
	var c store.Cursor
	_, err := t.c.one(`select updated_at, last_id from cursors where source = ? and name = ?`, []any{source, table}, &c.UpdatedAt, &c.LastID)
	return c, err
}

// SetCursor remembers how far a source's table has been read.
func (t *tx) SetCursor(_ context.Context, source, table string, c store.Cursor) error {
	_, err := t.c.exec(`insert into cursors (source, name, updated_at, last_id) values (?, ?, ?, ?)
on conflict (source, name) do update set updated_at = excluded.updated_at, last_id = excluded.last_id`, source, table, c.UpdatedAt, c.LastID)
	return err
}
