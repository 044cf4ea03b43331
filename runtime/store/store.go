// Package store says, on one page, what flowc asks of a database. Two packages answer it, one a database; storetest holds both
// to the same claims. Decisions are made above: a store reads, writes and guards.
package store

import (
	"context"
	"errors"
	"time"

	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/schema/order"
)

// The errors that callers tell apart.
var (
	// ErrStale: another worker committed first (the journey's seq or the row's epoch is not the expected one).
	ErrStale = errors.New("another runner was here first")
	// ErrLeaseHeld: another runner holds the lease; the text of the wrapping error names it.
	ErrLeaseHeld = errors.New("another runner is at work on this store")
	// ErrNewer: the database was written by a newer flowc.
	ErrNewer = errors.New("the store was made by a newer flowc")
	// ErrNothingApplied: no program has been applied yet.
	ErrNothingApplied = errors.New("nothing has been applied to this store yet")
)

// Store is one database.
type Store interface {
	// Write runs fn in one immediate transaction and commits when it returns nil; what it wrote is on disk then. fn may be run
	// again only by the caller. Only one Write is under way at a time.
	Write(ctx context.Context, fn func(Tx) error) error
	// Read runs fn on one snapshot.
	Read(ctx context.Context, fn func(Reader) error) error
	// Acquire takes the lease for a holder until now+ttl, with a new epoch; ErrLeaseHeld where another's has not run out.
	// Renew keeps it, ErrStale where it was lost. Release gives it back.
	Acquire(ctx context.Context, holder string, now time.Time, ttl time.Duration) (epoch int64, err error)
	Renew(ctx context.Context, epoch int64, now time.Time, ttl time.Duration) error
	Release(ctx context.Context, epoch int64, now time.Time) error
	// Clock notes what a runner's own clock shows, and answers the latest time that it showed before; zero: none did.
	Clock(ctx context.Context, now time.Time) (before time.Time, err error)
	// Secret is the store's own key of links and Message-IDs: 32 random bytes, the same ever after.
	Secret(ctx context.Context) ([]byte, error)
	// Scrub takes what was deleted out of the files, byte by byte.
	Scrub(ctx context.Context) error
	Close() error
}

// Reader answers questions.
type Reader interface {
	Programs
	Looking
	Census(ctx context.Context) ([]Count, error)
	// Outcomes counts messages and webhooks by flow, node, status and reason.
	Outcomes(ctx context.Context) ([]OutcomeCount, error)
	// Ledger calls yield with each line of contracts.md's ledger, by at, then journey, then the order of happening; until it says stop.
	Ledger(ctx context.Context, q LedgerQuery, yield func(LedgerLine) bool) error
	// Facts loads what q asks for, in a number of queries that does not depend on the number of customers.
	Facts(ctx context.Context, q FactsQuery) (*Facts, error)
	// Customers calls yield with the ids of the customers for which a compiled condition holds, by id. Merged and erased ones are left out.
	Customers(ctx context.Context, q expr.Query, yield func(id string) bool) error
	// Pauses are those that are on. Waiting counts what is due and waits in a scope.
	Pauses(ctx context.Context) ([]Pause, error)
	Waiting(ctx context.Context, scope Scope, name string, now time.Time) (Waiting, error)
	// Journal is what the database knows of the send journal. Finished calls yield with the key of each row of the outbox that is finished.
	Journal(ctx context.Context) (JournalState, error)
	Finished(ctx context.Context, yield func(SendKey)) error
	// Totals counts rows for status: customers, orders, events, events waiting for their order, journeys, outbox rows.
	Totals(ctx context.Context) (Totals, error)
	// WithoutOrder counts the events of some types that name no order.
	WithoutOrder(ctx context.Context, types []string) (int64, error)
	// Next is the earliest instant at which there is something to do: an event not looked at, a journey due, an outbox row due. Zero: nothing.
	Next(ctx context.Context) (time.Time, error)
}

// Tx is Reader and all that changes.
type Tx interface {
	Reader

	// Import writes what a line says to the order store and takes its event. A line that cannot be taken is a *Refused.
	Import(ctx context.Context, line *order.Line, opt ImportOptions) (Taken, error)
	// Cursor and SetCursor are how far a source's table has been read.
	Cursor(ctx context.Context, source, table string) (Cursor, error)
	SetCursor(ctx context.Context, source, table string, c Cursor) error

	// SaveProgram stores a compiled program and makes it the one that runs. Flows seen for the first time begin after the latest event.
	SaveProgram(ctx context.Context, p StoredProgram, flows []string, now time.Time) (version int64, err error)
	// Flows is what is known of each applied flow.
	Flows(ctx context.Context) (map[string]FlowRow, error)
	SetWatermark(ctx context.Context, flow, nominal string) error
	// Members are the customers who belonged to the segment of a flow's trigger when it was last looked at: of those asked about, or all
	// of them where nil is. SetMembers adds and takes away; SetLooked says by which condition and when.
	Members(ctx context.Context, flow string, of []string) (map[string]bool, error)
	SetMembers(ctx context.Context, flow string, joined, left []string) error
	SetLooked(ctx context.Context, flow, segment string, at time.Time) error

	// NewEvents are events that the engine has not looked at, with at ≤ until, in the order of (at, source, id). MarkEvents takes them off.
	NewEvents(ctx context.Context, until time.Time, limit int) ([]*order.Event, error)
	MarkEvents(ctx context.Context, seqs []int64) error

	// JourneysOf are the customers' journeys that are under way or whose goals may still be watched at `at`.
	JourneysOf(ctx context.Context, customers []string, at time.Time) ([]*interp.Journey, error)
	// Due are up to limit journeys with due ≤ now, in the order of (due, entered, flow, id); where the limit falls between two of one
	// (due, entered), the one with the lower id is among them.
	Due(ctx context.Context, now time.Time, limit int) ([]*interp.Journey, error)
	// Entries tell, for pairs of flow and customer, how often the customer entered and when last.
	Entries(ctx context.Context, flow string, customers []string) (map[string]Entry, error)
	// Exists tells which keys of a flow have a journey already.
	Exists(ctx context.Context, flow string, keys []string) (map[string]bool, error)
	// InsertJourneys stores new ones and sets their IDs; a key that a flow has already is an error. UpdateJourneys stores what became of journeys, guarded by Seq, which it
	// raises: ErrStale where one is not as it was read.
	InsertJourneys(ctx context.Context, js []*interp.Journey) error
	UpdateJourneys(ctx context.Context, js []*interp.Journey) error
	InsertTrail(ctx context.Context, rows []TrailRow) error
	// InsertOutbox stores rows and sets their IDs. One whose identity is there already is left out and keeps the ID 0: a message is
	// handed over at most once.
	InsertOutbox(ctx context.Context, rows []*OutboxRow) error
	// Draws reads stored draws; InsertDraws stores new ones.
	Draws(ctx context.Context, keys []DrawKey) (map[DrawKey]string, error)
	InsertDraws(ctx context.Context, draws map[DrawKey]string) error

	Outbox
	SendJournal
	Brakes
	People
}

// Programs is what was applied.
type Programs interface {
	// Deployed is the program that runs, or ErrNothingApplied.
	Deployed(ctx context.Context) (StoredProgram, error)
	// Running is its fingerprint alone: a runner asks at each look whether another one was applied.
	Running(ctx context.Context) (fingerprint string, err error)
	Program(ctx context.Context, fingerprint string) (StoredProgram, error)
	Versions(ctx context.Context) ([]Version, error)
}

// Outbox is the way of a message from planned to its outcome. Every move is guarded by the row's status and the epoch.
type Outbox interface {
	// Claim takes up to limit rows that are to be looked at: planned, retry_wait, and unknown ones that may be sent a second time, with
	// next ≤ now. Their status becomes claimed and Attempts rises. Those past their staleness are dropped (`stale`) instead; one in
	// doubt stays unknown for good. ErrStale where the lease is not held under the epoch.
	Claim(ctx context.Context, epoch int64, now time.Time, limit int) ([]*OutboxRow, error)
	// HandOff asks again, row by row, just before the last byte: is the row still claimed under this epoch, the lease still held,
	// the consent there, the address not suppressed, the message not stale, the journey not left? Those that pass become handing_off; the others
	// are dropped (reason) or, where the epoch is gone, left alone. The answer says for each id which.
	HandOff(ctx context.Context, epoch int64, now time.Time, ids []int64) (map[int64]Verdict, error)
	// Settle records outcomes of rows that are claimed or handing_off under this epoch; ErrStale where one is not, and then the caller must
	// not commit. Planned gives a row back and is no attempt. An Unknown row with Resend is looked at again at NextAt, once.
	Settle(ctx context.Context, epoch int64, now time.Time, results []Settled) error
	// Rescue frees what an earlier epoch left: claimed goes back to planned, handing_off becomes unknown.
	Rescue(ctx context.Context, epoch int64, now time.Time) (replanned, unknown int, err error)
	// Unfinished counts rows that are neither finished nor waiting for a later instant than now.
	Unfinished(ctx context.Context, now time.Time) (int, error)
}
