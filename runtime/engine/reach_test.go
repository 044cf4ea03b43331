package engine_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/flowc/flowc/flows"
	"github.com/flowc/flowc/lang"
	"github.com/flowc/flowc/lang/expr"
	"github.com/flowc/flowc/runtime/engine"
	"github.com/flowc/flowc/runtime/sim"
	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/runtime/store/sqlite"
	"github.com/flowc/flowc/schema/order"
)

// history is what happens to some customers in a few months, by chance.
func history(seed uint64) (lines []*order.Line) {
	rng := rand.New(rand.NewPCG(seed, 7))
	id := 0
	add := func(l order.Line) {
		id++
		l.Source, l.ID = "shop", fmt.Sprint("e", id)
		lines = append(lines, &l)
	}
	hours := func(from, to int) time.Duration {
		return time.Duration(from+rng.IntN(to-from))*time.Hour + time.Duration(rng.IntN(3600))*time.Second
	}
	for c := range 40 {
		at := noon.Add(hours(0, 600))
		person := &order.CustomerPatch{ID: fmt.Sprint("c", c), Email: ptr(fmt.Sprintf("c%d@mail.example", c)), FirstName: ptr("Ada"),
			Timezone: ptr([]string{"Europe/Berlin", "America/New_York", "Pacific/Auckland"}[c%3]), Locale: ptr([]string{"en", "de"}[c%2])}
		if c%4 == 0 {
			person.Consents = map[string]map[string]string{"offers": {"email": "granted"}}
		}
		for n := range 1 + rng.IntN(3) {
			o := fmt.Sprintf("o%d-%d", c, n)
			add(order.Line{Type: "order.placed", At: at, Customer: person, Order: &order.OrderPatch{
				ID: o, Number: ptr(o), Currency: ptr("EUR"), Total: ptr(int64(1000 + rng.IntN(9000))), PlacedAt: ptr(at),
				Items: &[]order.ItemPatch{{ID: "1", Product: "p1", Title: "Serum", Quantity: 1, Unit: 2400, Total: 2400}},
			}})
			if rng.IntN(4) > 0 {
				add(order.Line{Type: "order.delivered", At: at.Add(hours(30, 120)), Order: &order.OrderPatch{ID: o}})
			}
			if rng.IntN(6) == 0 {
				add(order.Line{Type: "order.refunded", At: at.Add(hours(10, 900)), Order: &order.OrderPatch{ID: o}, Properties: map[string]json.RawMessage{"amount": json.RawMessage(`"5.00"`)}})
			}
			if rng.IntN(2) == 0 {
				rating := json.RawMessage(fmt.Sprint(1 + rng.IntN(5)))
				add(order.Line{Type: "review.submitted", At: at.Add(hours(100, 1000)), Customer: &order.CustomerPatch{ID: person.ID}, Order: &order.OrderPatch{ID: o},
					Properties: map[string]json.RawMessage{"rating": rating, "product": json.RawMessage(`"p1"`)}})
			}
			at = at.Add(hours(200, 1500))
		}
	}
	return lines
}

// ledger is what became of a history, with the letters' subjects and how many messages were released.
func ledger(t *testing.T, files fs.FS, seed uint64, tick time.Duration, all bool) []string {
	t.Helper()
	compiled := lang.Compile(files)
	if compiled.Program == nil {
		t.Fatal(compiled.Diagnostics)
	}
	program, err := engine.Prepare(compiled.Program)
	if err != nil {
		t.Fatal(err)
	}
	if all {
		program.LoadAll()
	}
	db, err := sqlite.Open(t.Context(), ":memory:", sqlite.Options{RegisterFuncs: expr.SQLFuncs})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	result, err := sim.Run(t.Context(), db, program, history(seed), sim.Options{From: noon, Until: noon.Add(120 * 24 * time.Hour), Tick: tick})
	if err != nil || len(result.Refused) > 0 {
		t.Fatal(result, err)
	}
	lines := []string{fmt.Sprintf("%+v", result.Report)}
	err = db.Read(t.Context(), func(r store.Reader) error {
		return r.Ledger(t.Context(), store.LedgerQuery{}, func(l store.LedgerLine) bool {
			lines = append(lines, fmt.Sprintf("%+v", l))
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestWhatIsNotLoadedChangesNothing: journeys that wake with the facts that they read on the way to their next wait do what they do with
// all facts of their flows, also where the runner looks so rarely that they pass several waits at once.
func TestWhatIsNotLoadedChangesNothing(t *testing.T) {
	for name, files := range map[string]fs.FS{"shipped": flows.Files, "language": os.DirFS("../../testdata/valid/language")} {
		for seed, tick := range []time.Duration{0, 7 * time.Hour, 60 * time.Hour, 9 * 24 * time.Hour} {
			t.Run(fmt.Sprint(name, "/", tick), func(t *testing.T) {
				got, want := ledger(t, files, uint64(seed), tick, false), ledger(t, files, uint64(seed), tick, true)
				if len(want) < 50 {
					t.Errorf("only %d lines in the ledger: this compares little", len(want))
				}
				for i := range max(len(got), len(want)) {
					if i >= len(got) || i >= len(want) || got[i] != want[i] {
						t.Fatalf("line %d\ngot  %v\nwant %v", i, got[min(i, len(got)):min(i+1, len(got))], want[min(i, len(want)):min(i+1, len(want))])
					}
				}
			})
		}
	}
}

const waiting = `flow "f" {
  topic = topic.tips
  trigger { event = "order.placed" }
  goal "reviewed" {
    event  = "review.submitted"
    within = "60d"
  }
  delay "plain" { for = "1d" }
  branch "who" {
    case "many" { when = customer.order_count > 3 }
  }
  delay "before_order" { for = "1d" }
  branch "what" {
    case "large" { when = order.total > 100 }
  }
  delay "before_goal" { for = "1d" }
  branch "said" {
    case "good" { when = coalesce(goal.reviewed.event.rating, 0) > 3 }
  }
  delay "before_letter" { for = "1d" }
  step "thank" {
    email {
      subject   = "Thanks"
      preheader = "For your order."
      body      = "thank.md"
    }
  }
  delay "before_await" { for = "1d" }
  await "more" {
    event   = "order.placed"
    timeout = "1d"
  }
  delay "last" { for = "1d" }
}
`

func TestAJourneyThatWakesToWaitAgainLoadsNoOrderAndNoConsents(t *testing.T) {
	s := openShop(t, &watching{}, 1, waiting, map[string]string{"thank.md": "Thank you.\n"})
	for state, want := range map[string][3]bool{
		"plain": {}, "before_order": {true, false, false}, "before_goal": {false, false, true}, "before_letter": {true, true, true},
		"before_await": {false, false, true}, "more": {false, false, true}, "last": {},
	} {
		order, consents, remembers := s.program.Reads("f", state)
		if got := [3]bool{order, consents, remembers}; got != want {
			t.Errorf("in %s: order, consents, events %v, want %v", state, got, want)
		}
	}
}

// TestAJourneyThatIsLateWalksOnPastItsWaits: after an outage one look goes on as far as it is due, with all that it reads on the way.
func TestAJourneyThatIsLateWalksOnPastItsWaits(t *testing.T) {
	w := &watching{look: func() map[store.Status]int { return nil }}
	s := openShop(t, w, 1, waiting, map[string]string{"thank.md": "Thank you for ${order.number}, ${order.items[0].title}.\n"})
	s.now = s.now.Add(time.Minute)
	s.place(3)
	if report := s.look(); report.Entered != 3 {
		t.Fatalf("%+v", report)
	}
	s.now = s.now.Add(25 * time.Hour)
	if report := s.look(); report.Moved != 3 || report.Released != 0 || s.engine.Late() {
		t.Errorf("in time: %+v, late %v; want 3 moved from wait to wait", report, s.engine.Late())
	}
	s.now = s.now.Add(4 * 24 * time.Hour)
	if report := s.look(); report.Moved != 3 || report.Accepted != 3 || !s.engine.Late() || w.handed != 3 {
		t.Errorf("late: %+v, late %v; want 3 moved and 3 letters", report, s.engine.Late())
	}
}

func TestDaysSinceTheLastOrderAreThoseOfTheLook(t *testing.T) {
	const flow = `flow "f" {
  topic = topic.tips
  trigger { event = "order.placed" }
  delay "wait" { for = "3d" }
  branch "long_ago" {
    case "yes" {
      when = coalesce(customer.days_since_last_order, 0) == 3
      step "thank" {
        email {
          subject   = "${coalesce(customer.days_since_last_order, 0)} days"
          preheader = "Since your order."
          body      = "thank.md"
        }
      }
    }
  }
}
`
	w := &watching{look: func() map[store.Status]int { return nil }}
	s := openShop(t, w, 1, flow, map[string]string{"thank.md": "Thank you.\n"})
	s.now = s.now.Add(time.Minute)
	s.place(1)
	s.look()
	s.now = s.now.Add(3 * 24 * time.Hour)
	if report := s.look(); report.Accepted != 1 {
		t.Errorf("%+v, want a letter after three days", report)
	}
}
