package main

import (
	"encoding/csv"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/delivery/smtpsink"
	"github.com/flowc/flowc/runtime/store"
)

// till is what the files of a shop ask of a flow, read without any of flowc: no SQL, no store, no event.
type till struct {
	invoices int                    // all of them, cancellations and those of nobody too
	orders   map[string]tillOrder   // of known customers, by number
	bought   map[[2]string][]string // by customer and stock code: the numbers of orders, in the order of their times
	first    time.Time
}

type tillOrder struct {
	customer  string
	at        time.Time
	cancelled time.Time // by the first cancellation of any of its lines; zero: never
}

func readTill(t *testing.T, files []string) *till {
	t.Helper()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	tl := &till{orders: map[string]tillOrder{}, bought: map[[2]string][]string{}}
	var back [][]string
	times := map[string]time.Time{}
	for _, name := range files {
		for _, row := range readCSV(t, name) {
			number, code, quantity, customer := row[0], row[1], row[3], strings.TrimSuffix(row[6], ".0")
			at, err := time.ParseInLocation(time.DateTime, row[4], london)
			if err != nil {
				t.Fatal(err)
			}
			seen[number] = true
			if old, ok := times[number]; !ok || at.Before(old) {
				times[number] = at
			}
			if customer == "" {
				continue
			}
			if strings.HasPrefix(number, "C") {
				back = append(back, []string{number, code, customer})
				continue
			}
			if n, err := strconv.Atoi(quantity); err != nil || n <= 0 {
				continue
			}
			tl.orders[number] = tillOrder{customer: customer, at: times[number]}
			tl.bought[[2]string{customer, code}] = append(tl.bought[[2]string{customer, code}], number)
		}
	}
	tl.invoices = len(seen)
	for number, o := range tl.orders {
		o.at = times[number]
		tl.orders[number] = o
		if tl.first.IsZero() || o.at.Before(tl.first) {
			tl.first = o.at
		}
	}
	for _, c := range back {
		tl.cancel(times[c[0]], c[2], c[1])
	}
	return tl
}

// cancel marks the customer's latest earlier order with the stock code: a cancellation names none.
func (tl *till) cancel(at time.Time, customer, code string) {
	latest := ""
	for _, number := range tl.bought[[2]string{customer, code}] {
		o, best := tl.orders[number], tl.orders[latest]
		if o.at.Before(at) && (latest == "" || o.at.After(best.at) || o.at.Equal(best.at) && number > latest) {
			latest = number
		}
	}
	if o := tl.orders[latest]; latest != "" && (o.cancelled.IsZero() || at.Before(o.cancelled)) {
		o.cancelled = at
		tl.orders[latest] = o
	}
}

func readCSV(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return rows[1:]
}

// compareLedger wants each order entered, thanked at once and ended, and nothing after a cancellation.
func (tl *till) compareLedger(t *testing.T, ledger []store.LedgerLine) {
	t.Helper()
	entered, thanked, ended := map[string]int{}, map[string]int{}, map[string]store.LedgerLine{}
	keys := map[string]bool{}
	for _, l := range ledger {
		o, known := tl.orders[l.Order]
		if !known && l.Kind != "goal" {
			t.Errorf("nobody asked for %+v", l)
			continue
		}
		switch {
		case l.Kind == "message":
			if l.Outcome != "sent" {
				t.Errorf("%s %s is %s %s", l.Journey, l.Node, l.Outcome, l.Reason)
			}
			if key := l.Journey + " " + l.Node + " " + l.Round; keys[key] {
				t.Errorf("%s is there twice", key)
			} else {
				keys[key] = true
			}
			if !o.cancelled.IsZero() && !l.At.Before(o.cancelled) {
				t.Errorf("%s was cancelled at %s and got %s at %s", l.Order, o.cancelled, l.Node, l.At)
			}
			if l.Node == "thank_you" {
				thanked[l.Order]++
				if !l.At.Equal(o.at) {
					t.Errorf("%s was placed at %s and thanked at %s", l.Order, o.at, l.At)
				}
			}
		case l.Kind == "journey" && l.Outcome == "entered":
			entered[l.Order]++
		case l.Kind == "journey":
			if _, twice := ended[l.Order]; twice {
				t.Errorf("%s ended twice", l.Journey)
			}
			ended[l.Order] = l
		}
	}
	for number, o := range tl.orders {
		end, over := ended[number]
		if entered[number] != 1 || thanked[number] != 1 || !over {
			t.Errorf("%s: entered %d times, thanked %d times, ended: %t", number, entered[number], thanked[number], over)
		}
		// A journey that was over before the cancellation has nothing left to leave.
		if left := end.Reason == "refunded"; left != (!o.cancelled.IsZero() && !end.At.Before(o.cancelled)) || left && !end.At.Equal(o.cancelled) {
			t.Errorf("%s, cancelled at %s, ended at %s as %s %s", number, o.cancelled, end.At, end.Outcome, end.Reason)
		}
	}
}

// compareMail wants the mail server to have just what the ledger calls sent, each Message-ID once, and one thank-you an order.
func (tl *till) compareMail(t *testing.T, ledger []store.LedgerLine, mail []smtpsink.Message) {
	t.Helper()
	ids, thanks := map[string]bool{}, map[string]int{}
	var got, want []string
	for _, m := range mail {
		if ids[m.ID] {
			t.Errorf("the Message-ID %s came twice", m.ID)
		}
		ids[m.ID] = true
		got = append(got, m.To)
		if number, is := strings.CutPrefix(m.Key, "Thank you for order "); is {
			thanks[number]++
			if to := "c" + tl.orders[number].customer + "@example.test"; m.To != to {
				t.Errorf("the thank-you for %s went to %s, want %s", number, m.To, to)
			}
		}
	}
	for _, l := range ledger {
		if l.Kind == "message" && l.Outcome == "sent" {
			want = append(want, "c"+l.Customer+"@example.test")
		}
	}
	for number := range tl.orders {
		if thanks[number] != 1 {
			t.Errorf("the mail server has %d thank-yous for %s, want 1", thanks[number], number)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the mail server has %d messages, the ledger %d, or they went to other people", len(got), len(want))
	}
}
