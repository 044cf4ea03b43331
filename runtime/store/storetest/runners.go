package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

// runner is a process that may pause at any point, die, and be another's victim; it never reads a clock but the episode's.
type runner struct {
	name    string
	epoch   int64
	claimed []int64
	handing []int64
}

// episode is two runners on one store for a few virtual hours. It counts how often each message was let go.
type episode struct {
	*lab
	r      *rand.Rand
	now    time.Time
	let    map[int64]int
	resend map[int64]bool
}

var runners = []claim{
	{"two runners with pauses, deaths and stolen leases hand each message over once, one that may be resent twice", func(l *lab) {
		j := journey("f", "0", "c0", t0, hours(500))
		l.take(of("k", "customer.updated", "c0", t0))
		l.enter(j)
		e := &episode{lab: l, let: map[int64]int{}, resend: map[int64]bool{}}
		for seed := range 25 {
			e.r, e.now = rand.New(rand.NewPCG(uint64(seed), 13)), hours(1+seed*24)
			before := len(e.let)
			e.run(seed, j)
			for id, n := range e.let {
				most := 1
				if e.resend[id] {
					most = 2
				}
				if n > most {
					l.Fatalf("seed %d: message %d was handed over %d times", seed, id, n)
				}
			}
			if len(e.let) == before {
				l.Fatalf("seed %d: nothing was handed over", seed)
			}
		}
	}},
}

func (e *episode) run(seed int, j *interp.Journey) {
	var rows []*store.OutboxRow
	for i := range 12 {
		row := message(j, fmt.Sprintf("s%dn%d", seed, i), store.Planned)
		row.ReleasedAt, row.NextAt, row.At, row.StaleAt, row.Resend = e.now, e.now, e.now, time.Time{}, i%4 == 0
		rows = append(rows, row)
	}
	e.write(func(tx store.Tx) error { return tx.InsertOutbox(e.ctx, rows) })
	for _, row := range rows {
		e.resend[row.ID] = row.Resend
	}
	both := []*runner{{name: "one"}, {name: "two"}}
	for range 80 {
		if e.r.IntN(4) == 0 { // a pause of whoever is at work
			e.now = e.now.Add(time.Duration(e.r.IntN(30)) * time.Minute)
		}
		e.now = e.now.Add(time.Duration(e.r.IntN(60)) * time.Second)
		e.act(both[e.r.IntN(2)])
	}
}

func (e *episode) act(w *runner) {
	switch {
	case w.epoch == 0:
		e.begin(w)
	case e.r.IntN(12) == 0: // it dies, and forgets all
		*w = runner{name: w.name + "'"}
	case e.r.IntN(5) == 0:
		if err := e.s.Renew(e.ctx, w.epoch, e.now, 15*time.Minute); errors.Is(err, store.ErrStale) {
			*w = runner{name: w.name}
		} else if err != nil {
			e.Fatal(err)
		}
	case len(w.handing) > 0:
		e.end(w)
	case len(w.claimed) > 0:
		e.letGo(w)
	default:
		err := e.s.Write(e.ctx, func(tx store.Tx) error {
			rows, err := tx.Claim(e.ctx, w.epoch, e.now, 3)
			for _, row := range rows {
				w.claimed = append(w.claimed, row.ID)
			}
			return err
		})
		if err != nil && !errors.Is(err, store.ErrStale) {
			e.Fatal(err)
		}
	}
}

func (e *episode) begin(w *runner) {
	epoch, err := e.s.Acquire(e.ctx, w.name, e.now, 15*time.Minute)
	if errors.Is(err, store.ErrLeaseHeld) {
		return
	}
	if err != nil {
		e.Fatal(err)
	}
	w.epoch = epoch
	e.rescue(epoch, e.now)
}

func (e *episode) letGo(w *runner) {
	verdicts := e.handOff(w.epoch, e.now, w.claimed...)
	for _, id := range w.claimed {
		if !verdicts[id].Stop {
			e.let[id]++ // the last byte goes out
			w.handing = append(w.handing, id)
		}
	}
	w.claimed = nil
}

func (e *episode) end(w *runner) {
	for _, id := range w.handing {
		s := store.Settled{ID: id, Status: store.Accepted}
		if e.r.IntN(3) == 0 {
			s = store.Settled{ID: id, Status: store.Unknown, Reason: "lost", NextAt: e.now.Add(5 * time.Minute)}
		}
		if err := e.settle(w.epoch, e.now, s); err != nil && !errors.Is(err, store.ErrStale) {
			e.Fatal(err)
		}
	}
	w.handing = nil
}
