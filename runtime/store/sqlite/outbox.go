package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// resendAfter is when a message of which nobody knows whether it arrived is looked at again where the caller does not say when: the
// time in which evidence may come in (sending.md 2.3).
const resendAfter = 15 * time.Minute

const insertOutbox = `insert into outbox (flow, key, node, round, kind, status, reason, journey, customer_id, order_id, channel, sender, topic,
  marketing, opt_out, resend, variant, address, program, locale, subject, payload, released_ms, stale_ms, closes_ms, implied_ms, zone, next_ms, at_ms, ord)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
on conflict (flow, key, node, round) do nothing returning id`

// InsertOutbox stores messages and webhooks and sets their ids. One whose identity is there already is left out, and keeps the id 0:
// it was handed over or dropped once. One that is buried begins and ends as unknown.
func (t *tx) InsertOutbox(_ context.Context, rows []*store.OutboxRow) error {
	if len(rows) == 0 {
		return nil
	}
	base, err := t.place()
	if err != nil {
		return err
	}
	buried, err := t.buriedAmong(rows)
	if err != nil {
		return fmt.Errorf("insert messages: %w", err)
	}
	return t.c.withHot(insertOutbox, func(h *hot) error {
		for _, r := range rows {
			if err := insertMessage(h, r, base, buried[r]); err != nil {
				return fmt.Errorf("insert message %s:%s %s: %w", r.Flow, r.Key, r.Node, err)
			}
		}
		return nil
	})
}

func insertMessage(h *hot, r *store.OutboxRow, base int64, buried bool) error {
	if buried {
		known := *r
		known.Status, known.Reason, known.Resend = store.Unknown, buriedReason, false
		err := insertAs(h, &known, base, time.Time{})
		r.ID = known.ID
		return err
	}
	next := r.NextAt
	switch r.Status {
	case store.Planned, store.RetryWait:
		if next.IsZero() {
			next = r.ReleasedAt
		}
	case store.Dropped, store.HeldOut, store.Failed, store.Accepted:
		next = time.Time{}
	case store.Claimed, store.HandingOff, store.Unknown:
		return fmt.Errorf("nothing begins as %s", r.Status)
	default:
		panic("this is a bug in flowc: a status of an unknown kind")
	}
	return insertAs(h, r, base, next)
}

func insertAs(h *hot, r *store.OutboxRow, base int64, next time.Time) error {
	return h.each(func(values []driver.Value) error { r.ID = values[0].(int64); return nil },
		r.Flow, r.Key, r.Node, r.Round, r.Kind, string(r.Status), null(r.Reason), r.Journey, r.Customer, null(r.Order), r.Channel, r.Sender,
		null(r.Topic), flag(r.Marketing), flag(r.OptOut), flag(r.Resend), null(r.Variant), null(r.Address), r.Program, null(r.Locale), null(r.Subject),
		null(string(r.Payload)), r.ReleasedAt.UnixMilli(), ms(r.StaleAt), ms(r.ClosesAt), ms(r.ImpliedTo), null(r.Zone), ms(next), r.At.UnixMilli(), base+int64(r.Nth))
}

// flag is a boolean as the tables keep it.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

const outboxColumns = `o.id, o.flow, o.key, o.node, o.round, o.kind, o.status, o.reason, o.journey, o.customer_id, o.order_id, o.channel, o.sender,
  o.topic, o.marketing, o.opt_out, o.resend, o.variant, o.address, o.program, o.locale, o.subject, o.payload, o.released_ms, o.stale_ms, o.closes_ms, o.implied_ms, o.zone,
  o.attempts, o.next_ms, o.at_ms, o.answer`

func scanOutbox(scan func(...any) error) (*store.OutboxRow, error) {
	r := &store.OutboxRow{}
	var reason, order, topic, variant, address, locale, subject, answer, zone sql.NullString
	var released, at int64
	var stale, closes, implied, next sql.NullInt64
	err := scan(&r.ID, &r.Flow, &r.Key, &r.Node, &r.Round, &r.Kind, &r.Status, &reason, &r.Journey, &r.Customer, &order, &r.Channel, &r.Sender,
		&topic, &r.Marketing, &r.OptOut, &r.Resend, &variant, &address, &r.Program, &locale, &subject, &r.Payload, &released, &stale, &closes, &implied, &zone,
		&r.Attempts, &next, &at, &answer)
	if err != nil {
		return nil, err
	}
	r.Reason, r.Order, r.Topic, r.Variant = reason.String, order.String, topic.String, variant.String
	r.Address, r.Locale, r.Subject, r.Answer = address.String, locale.String, subject.String, answer.String
	r.ReleasedAt, r.At = time.UnixMilli(released).UTC(), time.UnixMilli(at).UTC()
	r.ImpliedTo = fromMs(implied)
	r.StaleAt, r.ClosesAt, r.NextAt, r.Zone = fromMs(stale), fromMs(closes), fromMs(next), zone.String
	return r, nil
}

// A row in doubt is looked at again when its time has come and it may be sent a second time.
const claimQuery = `select ` + outboxColumns + `, o.doubts from outbox o indexed by outbox_next
where o.next_ms <= ? and o.status in ('planned', 'retry_wait', 'unknown') and o.held is null and not ` + paused + ` order by o.next_ms, o.id limit ?`

const (
	claimRow = `update outbox set status = 'claimed', epoch = ?, attempts = attempts + 1, at_ms = ? where id = ?`
	// A second attempt is the last: resend ends with it.
	claimDoubt = `update outbox set status = 'claimed', epoch = ?, attempts = attempts + 1, at_ms = ?, resend = 0 where id = ?`
	dropRow    = `update outbox set status = 'dropped', reason = ?, next_ms = null, at_ms = ? where id = ?`
	// What may have arrived once is not said to be dropped.
	closeDoubt = `update outbox set status = 'unknown', resend = 0, next_ms = null, at_ms = ? where id = ?`
)

// Claim takes rows that are to be looked at.
func (t *tx) Claim(_ context.Context, epoch int64, now time.Time, limit int) ([]*store.OutboxRow, error) {
	if err := t.mustHold(epoch, now); err != nil {
		return nil, err
	}
	type found struct {
		*store.OutboxRow
		doubts int
	}
	var rows []found
	err := t.c.each(claimQuery, []any{now.UnixMilli(), limit}, func(scan func(...any) error) error {
		var doubts int
		r, err := scanOutbox(func(dest ...any) error { return scan(append(dest, &doubts)...) })
		rows = append(rows, found{r, doubts})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("claim messages: %w", err)
	}
	at := now.UnixMilli()
	out := make([]*store.OutboxRow, 0, len(rows))
	for _, r := range rows {
		stale := !r.StaleAt.IsZero() && now.After(r.StaleAt)
		switch {
		case stale && r.doubts > 0:
			_, err = t.c.exec(closeDoubt, at, r.ID)
		case stale:
			_, err = t.c.exec(dropRow, "stale", at, r.ID)
		case r.Status == store.Unknown:
			_, err = t.c.exec(claimDoubt, epoch, at, r.ID)
		default:
			_, err = t.c.exec(claimRow, epoch, at, r.ID)
		}
		if err != nil {
			return nil, fmt.Errorf("claim message %d: %w", r.ID, err)
		}
		if stale {
			continue
		}
		if r.Status == store.Unknown {
			r.Resend = false
		}
		r.Status, r.At, r.Attempts = store.Claimed, now, r.Attempts+1
		out = append(out, r.OutboxRow)
	}
	return out, nil
}

// mustHold is store.ErrStale where the lease is no longer held under the epoch.
func (t *tx) mustHold(epoch int64, now time.Time) error {
	held, err := t.holds(epoch, now)
	if err == nil && !held {
		err = fmt.Errorf("epoch %d: %w", epoch, store.ErrStale)
	}
	return err
}

const handOffQuery = `select o.id, o.customer_id, o.kind, o.marketing, iif(coalesce(o.implied_ms < ?, 0), 0, o.opt_out), coalesce(o.topic, ''), coalesce(o.address, ''), o.stale_ms, o.closes_ms, o.doubts, j.over = 2 or ` + gone + `, ` + paused + `
from json_each(?) x cross join outbox o on o.id = x.value join journeys j on j.id = o.journey
where o.status = 'claimed' and o.epoch = ?`

const handOffRow = `update outbox set status = 'handing_off', at_ms = ? where id = ? and status = 'claimed' and epoch = ?`

// asked is a row about to be handed over.
type asked struct {
	id, doubts        int64
	customer, topic   string
	address           string
	message           bool
	marketing, optOut bool
	stale, closes     sql.NullInt64
	left, paused      bool
}

// HandOff asks again just before the last byte, and lets go of the rows that pass.
func (t *tx) HandOff(ctx context.Context, epoch int64, now time.Time, ids []int64) (map[int64]store.Verdict, error) {
	verdicts := make(map[int64]store.Verdict, len(ids))
	for _, id := range ids {
		verdicts[id] = store.Verdict{Stop: true} // unless found below: the row is no longer this runner's
	}
	held, err := t.holds(epoch, now)
	if err != nil || !held {
		return verdicts, err
	}
	rows, err := t.asked(epoch, now, ids)
	if err != nil {
		return nil, fmt.Errorf("ask before the last byte: %w", err)
	}
	var customers, addresses []string
	for _, r := range rows {
		if r.message {
			customers, addresses = append(customers, r.customer), append(addresses, store.NormalEmail(r.address))
		}
	}
	words, err := t.words(customers, addresses)
	if err != nil {
		return nil, fmt.Errorf("ask before the last byte: %w", err)
	}
	handed := 0
	for _, r := range rows {
		reason := judge(r, words, now)
		closed := reason == "" && (r.paused || r.closes.Valid && now.UnixMilli() >= r.closes.Int64)
		switch {
		case closed: // the caller gives it back, with its next hour
		case reason == "":
			_, err = t.c.exec(handOffRow, now.UnixMilli(), r.id, epoch)
		case r.doubts > 0:
			_, err = t.c.exec(closeDoubt, now.UnixMilli(), r.id)
		default:
			_, err = t.c.exec(dropRow, reason, now.UnixMilli(), r.id)
		}
		if err != nil {
			return nil, fmt.Errorf("hand over message %d: %w", r.id, err)
		}
		if reason == "" && !closed && r.message {
			handed++
		}
		verdicts[r.id] = store.Verdict{Stop: reason != "" || closed, Reason: reason, Closed: closed}
	}
	if handed > 0 {
		if err := t.traffic(now, handed, 0, 0); err != nil {
			return nil, err
		}
	}
	return verdicts, nil
}

func (t *tx) asked(epoch int64, now time.Time, ids []int64) ([]asked, error) {
	var rows []asked
	err := t.c.each(handOffQuery, []any{now.UnixMilli(), list(ids), epoch}, func(scan func(...any) error) error {
		var r asked
		var kind string
		if err := scan(&r.id, &r.customer, &kind, &r.marketing, &r.optOut, &r.topic, &r.address, &r.stale, &r.closes, &r.doubts, &r.left, &r.paused); err != nil {
			return err
		}
		r.message = kind == "message"
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// judge reads the gates that are read again, in the order of language.md. The empty reason passes.
func judge(r asked, words *store.Words, now time.Time) string {
	address := store.NormalEmail(r.address)
	switch {
	case r.left:
		return "left"
	case r.message && words.Suppressed(address):
		return "suppressed"
	case r.message && r.marketing && !interp.Agreed(words.Choices(r.customer, address), r.topic, r.optOut):
		return "no_consent"
	case r.stale.Valid && now.UnixMilli() > r.stale.Int64:
		return "stale"
	}
	return ""
}

// Settle records outcomes. Where one of the rows is no longer this epoch's, nothing is recorded and the answer is store.ErrStale.
func (t *tx) Settle(_ context.Context, epoch int64, now time.Time, results []store.Settled) error {
	for i := range results {
		n, err := t.settle(epoch, now, &results[i])
		if err != nil {
			return fmt.Errorf("settle message %d: %w", results[i].ID, err)
		}
		if n != 1 {
			return fmt.Errorf("settle message %d: %w", results[i].ID, store.ErrStale)
		}
		if results[i].Suppress {
			if err := t.suppressRow(&results[i], now); err != nil {
				return err
			}
		}
	}
	ids := make([]int64, len(results))
	for i := range results {
		ids[i] = results[i].ID
	}
	if err := t.forgetSettled(ids, now); err != nil {
		return fmt.Errorf("settle messages of who was erased: %w", err)
	}
	return nil
}

// mine guards every outcome: the row is this epoch's and on its way.
const mine = ` where id = ? and epoch = ? and status in ('claimed', 'handing_off')`

func (t *tx) settle(epoch int64, now time.Time, s *store.Settled) (int64, error) {
	at := now.UnixMilli()
	switch s.Status {
	case store.Accepted:
		return t.c.exec(`update outbox set status = 'accepted', reason = null, answer = ?, next_ms = null, at_ms = ?`+mine, null(s.Answer), at, s.ID, epoch)
	case store.Failed:
		// Of what may have arrived once nobody can say that it failed.
		return t.c.exec(`update outbox set status = iif(doubts > 0, 'unknown', 'failed'), resend = 0, reason = ?, answer = ?, next_ms = null, at_ms = ?`+mine,
			null(s.Reason), null(s.Answer), at, s.ID, epoch)
	case store.Unknown:
		again := s.NextAt
		if again.IsZero() {
			again = now.Add(resendAfter)
		}
		return t.c.exec(`update outbox set status = 'unknown', reason = ?, answer = ?, doubts = doubts + 1, next_ms = iif(resend, ?, null), at_ms = ?`+mine,
			null(s.Reason), null(s.Answer), again.UnixMilli(), at, s.ID, epoch)
	case store.RetryWait:
		return t.c.exec(`update outbox set status = 'retry_wait', answer = ?, next_ms = ?, at_ms = ?`+mine, null(s.Answer), s.NextAt.UnixMilli(), at, s.ID, epoch)
	case store.Planned: // given back: this was no attempt
		next := s.NextAt
		if next.IsZero() {
			next = now
		}
		return t.c.exec(`update outbox set status = 'planned', attempts = attempts - 1, next_ms = ?, closes_ms = coalesce(?, closes_ms), at_ms = ?`+mine,
			next.UnixMilli(), ms(s.ClosesAt), at, s.ID, epoch)
	case store.Claimed, store.HandingOff, store.Dropped, store.HeldOut:
		return 0, fmt.Errorf("%s is no outcome of a hand-over", s.Status)
	default:
		panic("this is a bug in flowc: a status of an unknown kind")
	}
}

// suppressRow counts a bounce, and keeps the address of a row from everything, since its server refused it for good.
func (t *tx) suppressRow(s *store.Settled, now time.Time) error {
	var address sql.NullString
	var channel string
	if _, err := t.c.one(`select address, channel from outbox where id = ?`, []any{s.ID}, &address, &channel); err != nil {
		return fmt.Errorf("suppress the address of message %d: %w", s.ID, err)
	}
	if address.String == "" {
		return nil
	}
	if err := t.traffic(now, 0, 1, 0); err != nil {
		return err
	}
	return t.suppress(store.Suppression{
		Channel: channel, Address: store.NormalEmail(address.String), Reason: "hard_bounce", At: now, Evidence: evidence("answer", s.Answer),
	})
}

// Rescue frees what an earlier epoch left. What was being handed over may have arrived: it is never planned anew (sending.md 2.1).
func (t *tx) Rescue(_ context.Context, epoch int64, now time.Time) (replanned, unknown int, err error) {
	if err := t.mustHold(epoch, now); err != nil {
		return 0, 0, err
	}
	at := now.UnixMilli()
	// A second attempt that was not made yet goes back to what it is, a doubt.
	back, err := t.c.exec(`update outbox set status = iif(doubts > 0, 'unknown', 'planned'), resend = iif(doubts > 0, 1, resend), at_ms = ?
where next_ms is not null and status = 'claimed' and epoch < ?`, at, epoch)
	if err != nil {
		return 0, 0, fmt.Errorf("rescue: %w", err)
	}
	lost, err := t.c.exec(`update outbox set status = 'unknown', reason = 'the runner ended during the hand-over', doubts = doubts + 1,
  next_ms = iif(resend, ?, null), at_ms = ? where next_ms is not null and status = 'handing_off' and epoch < ?`, now.Add(resendAfter).UnixMilli(), at, epoch)
	if err != nil {
		return 0, 0, fmt.Errorf("rescue: %w", err)
	}
	if err := t.forgetRescued(now); err != nil {
		return 0, 0, fmt.Errorf("rescue: %w", err)
	}
	return int(back), int(lost), nil
}

// Unfinished counts rows that are neither finished nor waiting for a later instant.
func (t *tx) Unfinished(_ context.Context, now time.Time) (int, error) {
	var n int
	_, err := t.c.one(`select count(*) from outbox where next_ms is not null and (next_ms <= ? or status in ('claimed', 'handing_off'))`, []any{now.UnixMilli()}, &n)
	return n, err
}
