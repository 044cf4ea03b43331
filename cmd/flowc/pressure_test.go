package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/store"
	"github.com/flowc/flowc/schema/order"
)

// retailPressure is what keeps the shop's marketing within bounds: a cap, quiet hours, and two Decembers without any.
const retailPressure = `
cap "calm" {
  limit = 1
  per   = "21d"
}

quiet_hours {
  from = "20:30"
  to   = "10:30"
}

blackout "first" {
  from   = "2010-12-18"
  to     = "2011-01-02"
  spread = "4h"
}

blackout "second" {
  from = "2011-12-01"
  to   = "2011-12-31"
}

defaults {
  stale_after = "30d"
}
`

// The bounds once more, for the judge.
const (
	calmDays             = 21
	quietFrom, quietTo   = 20*60 + 30, 10*60 + 30 // minutes of the day
	everyNthTakesBack    = 4
	everyNthLivesFarAway = 3
)

// TestRetailUnderPressure brings the orders through the project with a cap, quiet hours, blackouts, customers in other zones and customers who
// take their consent back at some time. The judge looks at the ledger alone, and shares no code with the engine.
func TestRetailUnderPressure(t *testing.T) {
	files := retailFiles(t)
	people := retailPeople(t, readTill(t, files))
	run := simulateRetail(t, files, retailCase{hcl: retailPressure, lines: people.lines})

	judge := &pressureJudge{people: people, sent: map[string][]time.Time{}, why: map[string]int{}}
	for _, l := range run.ledger {
		judge.look(t, l)
	}
	judge.calm(t)
	t.Logf("%d marketing messages to %d customers, %d of them not at the instant they were due; dropped: %v", judge.messages, len(judge.sent), judge.held, judge.why)
	for _, reason := range []string{"no_consent", "stale"} {
		if judge.why[reason] == 0 && (*wholeYear || reason == "no_consent") {
			t.Errorf("nothing was dropped as %s, so that the run shows nothing about it", reason)
		}
	}
	if judge.held == 0 {
		t.Error("nothing was held")
	}
}

// retailPerson is what a run invents of a customer.
type retailPerson struct {
	zone  *time.Location
	taken time.Time // consent to all marketing; zero: never
}

type retailCrowd struct {
	by    map[string]retailPerson
	lines []*order.Line
}

// retailPeople gives some customers a zone of their own, and lets some take their consent back, each by a hash of the id.
func retailPeople(t *testing.T, tl *till) *retailCrowd {
	t.Helper()
	crowd := &retailCrowd{by: map[string]retailPerson{}}
	zones := []string{"America/Los_Angeles", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Auckland"}
	var ids []string
	for _, o := range tl.orders {
		ids = append(ids, o.customer)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		sum := sha256.Sum256([]byte(id))
		draw := binary.BigEndian.Uint32(sum[:])
		p := retailPerson{zone: load(t, "Europe/London")}
		born := tl.first.Add(-time.Hour)
		if sum[4]%everyNthLivesFarAway == 0 {
			name := zones[int(sum[5])%len(zones)]
			p.zone = load(t, name)
			crowd.lines = append(crowd.lines, &order.Line{
				Source: "crowd", ID: "zone-" + id, Type: "customer.updated", At: born, Customer: &order.CustomerPatch{ID: id, Timezone: &name},
			})
		}
		if sum[6]%everyNthTakesBack == 0 {
			p.taken = tl.first.Add(time.Duration(draw%(40*24*60)) * time.Minute)
			if *wholeYear {
				p.taken = tl.first.Add(time.Duration(draw%(370*24*60)) * time.Minute)
			}
			crowd.lines = append(crowd.lines, &order.Line{
				Source: "crowd", ID: "no-" + id, Type: "message.unsubscribed", At: p.taken, Customer: &order.CustomerPatch{ID: id},
				Properties: map[string]json.RawMessage{},
			})
		}
		crowd.by[id] = p
	}
	return crowd
}

func load(t *testing.T, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// pressureJudge reads a ledger line by line.
type pressureJudge struct {
	people   *retailCrowd
	sent     map[string][]time.Time // of marketing, by customer
	why      map[string]int
	messages int
	held     int
}

func (j *pressureJudge) look(t *testing.T, l store.LedgerLine) {
	if l.Kind != "message" || l.Topic == "orders" {
		return
	}
	if l.Outcome != "sent" {
		j.why[l.Reason]++
		return
	}
	p := j.people.by[l.Customer]
	j.messages++
	j.sent[l.Customer] = append(j.sent[l.Customer], l.At)
	local := l.At.In(p.zone)
	if minute := local.Hour()*60 + local.Minute(); minute >= quietFrom || minute < quietTo {
		t.Errorf("%s %s went at %s, in the customer's quiet hours", l.Journey, l.Node, local)
	}
	london := l.At.In(load(t, "Europe/London"))
	if day := london.Format(time.DateOnly); day >= "2010-12-18" && day <= "2011-01-02" || day >= "2011-12-01" && day <= "2011-12-31" {
		t.Errorf("%s %s went at %s, in a blackout", l.Journey, l.Node, london)
	}
	if !p.taken.IsZero() && !l.At.Before(p.taken) {
		t.Errorf("%s %s went at %s, after the consent was taken back at %s", l.Journey, l.Node, l.At, p.taken)
	}
	if l.Node == "ask_review" && local.Hour() != 10 { // when the delay before it ends
		j.held++
	}
}

// calm wants no customer to have more than one message in any three weeks of their own calendar.
func (j *pressureJudge) calm(t *testing.T) {
	for customer, times := range j.sent {
		slices.SortFunc(times, time.Time.Compare)
		for i := 1; i < len(times); i++ {
			local := times[i].In(j.people.by[customer].zone)
			if window := local.AddDate(0, 0, -calmDays); times[i-1].After(window) {
				t.Errorf("customer %s has messages at %s and %s", customer, times[i-1], times[i])
			}
		}
	}
}
