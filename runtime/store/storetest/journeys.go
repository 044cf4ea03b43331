package storetest

import (
	"errors"
	"fmt"
	"time"

	"github.com/flowc/flowc/lang/machine"
	"github.com/flowc/flowc/runtime/interp"
	"github.com/flowc/flowc/runtime/store"
)

func (l *lab) due(now time.Time, limit int) (js []*interp.Journey) {
	l.Helper()
	l.write(func(tx store.Tx) (err error) {
		js, err = tx.Due(l.ctx, now, limit)
		return err
	})
	return js
}

func (l *lab) update(js ...*interp.Journey) error {
	return l.s.Write(l.ctx, func(tx store.Tx) error { return tx.UpdateJourneys(l.ctx, js) })
}

func journeyKeys(js []*interp.Journey) (out []string) {
	for _, j := range js {
		out = append(out, j.Flow+":"+j.Key)
	}
	return out
}

var journeys = []claim{
	{"a journey comes back as it went in", func(l *lab) {
		j := &interp.Journey{
			Flow: "f", Key: "o1", Customer: "c1", Order: "o1", Entered: t0, State: "ask", Due: hours(3).Add(123 * time.Millisecond), Watch: hours(900),
			Data: interp.Data{
				Trigger: 7, Since: interp.MillisOf(hours(1)), Goals: map[string]interp.Seen{"g": {At: 5, Event: 9}}, Awaits: map[machine.Name]interp.Seen{"a": {At: 6}},
				Steps: map[machine.Name]interp.Passed{"s": {At: 7, Sent: true, Variant: "v"}}, Arms: map[machine.Name]string{"x": "", "y": "b"},
				Rounds: map[machine.Name]interp.Round{"r": {N: 2, Start: 8}},
			},
		}
		l.enter(j)
		if j.ID == 0 {
			l.Error("it has no id")
		}
		same(l, "journey", *l.due(hours(4), 10)[0], *j)
	}},
	{"due journeys come in the order of due, entered, flow, id, up to a number", func(l *lab) {
		over := journey("f", "over", "c1", t0, time.Time{})
		over.Over = interp.Finished
		l.enter(journey("b", "5", "c1", hours(1), hours(2)), journey("a", "4", "c1", hours(1), hours(2)), journey("f", "2", "c1", hours(0), hours(2)),
			journey("z", "1", "c1", hours(1), hours(1)), journey("a", "6", "c1", hours(1), hours(3)), journey("a", "event", "c1", t0, time.Time{}), over)
		same(l, "due", journeyKeys(l.due(hours(2), 10)), []string{"z:1", "f:2", "a:4", "b:5"})
		same(l, "two", journeyKeys(l.due(hours(9), 2)), []string{"z:1", "f:2"})
	}},
	{"of two workers the second is stale, and nothing of it is kept", func(l *lab) {
		other := journey("f", "2", "c2", t0, hours(1))
		l.enter(journey("f", "1", "c1", t0, hours(1)), other)
		first, second := l.due(hours(1), 10)[0], l.due(hours(1), 10)
		first.State = "ask"
		if err := l.update(first); err != nil {
			l.Fatal(err)
		}
		same(l, "seq", first.Seq, int64(1))
		second[1].State, second[0].State = "second", "second"
		if err := l.update(second[1], second[0]); !errors.Is(err, store.ErrStale) {
			l.Fatalf("got %v, want ErrStale", err)
		}
		for _, j := range l.due(hours(1), 10) {
			if j.State == "second" {
				l.Errorf("journey %s was moved by the stale worker", j.Key)
			}
		}
	}},
	{"a key enters a flow once", func(l *lab) {
		l.enter(journey("f", "1", "c1", t0, hours(1)))
		err := l.s.Write(l.ctx, func(tx store.Tx) error {
			return tx.InsertJourneys(l.ctx, []*interp.Journey{journey("f", "1", "c2", t0, hours(1))})
		})
		if err == nil {
			l.Error("the same key went in twice")
		}
		l.enter(journey("g", "1", "c1", t0, hours(1)))
		l.write(func(tx store.Tx) error {
			got, err := tx.Exists(l.ctx, "f", []string{"1", "2"})
			same(l, "exists", got, map[string]bool{"1": true})
			return err
		})
	}},
	{"journeys of customers are those under way or still watched", func(l *lab) {
		watched, done := journey("f", "2", "c1", t0, time.Time{}), journey("f", "3", "c1", t0, time.Time{})
		watched.Over, watched.Watch, done.Over, done.Watch = interp.Finished, hours(5), interp.Left, hours(4)
		l.enter(journey("f", "1", "c1", t0, hours(1)), watched, done, journey("f", "4", "c2", t0, hours(1)))
		l.write(func(tx store.Tx) error {
			js, err := tx.JourneysOf(l.ctx, []string{"c1", "c3"}, hours(5))
			same(l, "journeys", journeyKeys(js), []string{"f:1", "f:2"})
			return err
		})
	}},
	{"entries tell how often, when last, and whether one is under way", func(l *lab) {
		over := journey("f", "c1#2", "c1", hours(7), time.Time{})
		over.Over = interp.Left
		gone := journey("f", "c2#1", "c2", hours(1), time.Time{})
		gone.Over = interp.Finished
		l.enter(journey("f", "c1#1", "c1", hours(5), hours(9)), over, gone, journey("g", "c1#1", "c1", hours(8), hours(9)))
		l.write(func(tx store.Tx) error {
			got, err := tx.Entries(l.ctx, "f", []string{"c1", "c2", "c3"})
			same(l, "entries", got, map[string]store.Entry{"c1": {Times: 2, Last: hours(7), Active: true}, "c2": {Times: 1, Last: hours(1)}})
			return err
		})
	}},
	{"a journey that is over is due no more", func(l *lab) {
		l.enter(journey("f", "1", "c1", t0, hours(1)))
		j := l.due(hours(1), 1)[0]
		j.Over, j.Due = interp.Left, time.Time{}
		if err := l.update(j); err != nil {
			l.Fatal(err)
		}
		same(l, "due", len(l.due(hours(9), 10)), 0)
	}},
	{"the census counts who stands where", func(l *lab) {
		over := journey("f", "3", "c1", t0, time.Time{})
		over.Over = interp.Left
		l.enter(journey("f", "1", "c1", t0, hours(1)), journey("f", "2", "c1", t0, hours(1)), over, journey("g", "1", "c1", t0, hours(1)))
		l.read(func(r store.Reader) error {
			got, err := r.Census(l.ctx)
			same(l, "census", got, []store.Count{{Flow: "f", State: "delay", N: 2}, {Flow: "f", Over: 2, N: 1}, {Flow: "g", State: "delay", N: 1}})
			return err
		})
	}},
	{"a draw is stored once and stays", func(l *lab) {
		a, b := store.DrawKey{Address: "f.x@1", Unit: "customer", UnitID: "c1"}, store.DrawKey{Address: "f.x@1", Unit: "customer", UnitID: "c2"}
		l.write(func(tx store.Tx) error { return tx.InsertDraws(l.ctx, map[store.DrawKey]string{a: "gift", b: ""}) })
		l.write(func(tx store.Tx) error { return tx.InsertDraws(l.ctx, map[store.DrawKey]string{a: "other"}) })
		l.write(func(tx store.Tx) error {
			got, err := tx.Draws(l.ctx, []store.DrawKey{a, b, {Address: "f.x@2", Unit: "customer", UnitID: "c1"}})
			same(l, "draws", got, map[store.DrawKey]string{a: "gift", b: ""})
			return err
		})
	}},
	{"a thousand journeys move in one transaction", func(l *lab) {
		var js []*interp.Journey
		for i := range 1000 {
			js = append(js, journey("f", fmt.Sprint(i), fmt.Sprint("c", i), t0, hours(1)))
		}
		l.enter(js...)
		for _, j := range js {
			j.Due = hours(2)
		}
		if err := l.update(js...); err != nil {
			l.Fatal(err)
		}
		same(l, "due at the old time", len(l.due(hours(1), 2000)), 0)
		same(l, "due at the new time", len(l.due(hours(2), 2000)), 1000)
	}},
}
