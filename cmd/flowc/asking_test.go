package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// asking is a flow that sends its letter to whom a condition lets in; %s are the trigger's lines.
const asking = `
flow "f" {
  topic = topic.orders

  trigger {
%s
  }

  step "m" {
    email {
      subject   = "A word from us"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
`

// simulated are the journeys whose letters a simulation of the lines sends, with a trigger and with more blocks beside the flow.
func (u *user) simulated(trigger, blocks, lines string, flags ...string) []string {
	u.t.Helper()
	u.write("f.flow.hcl", fmt.Sprintf(asking, trigger)+blocks)
	u.write("e.jsonl", lines)
	u.must(exitDone, append([]string{"simulate", "-events", filepath.Join(u.dir, "e.jsonl"), "-json"}, flags...)...)
	return u.sent()
}

const quiz = `
event "quiz.taken" {
  property "answers" { type = list(string) }
}
`

func TestADeclaredListOfTextsCanBeAskedForWhatIsInIt(t *testing.T) {
	u := newUser(t, `"order.paid"`)
	line := func(id, answers string) string {
		return fmt.Sprintf(`{"id":%[1]q,"type":"quiz.taken","at":"2026-03-02T09:00:00Z","source":"quiz","customer":{"id":"c%[1]s","email":"c%[1]s@example.test"},"properties":{"answers":%[2]s}}`+"\n", id, answers)
	}
	got := u.simulated("    event    = \"quiz.taken\"\n    once_per = \"customer\"\n    where    = contains(event.answers, \"dry\")", quiz,
		line("1", `["dry","oily"]`)+line("2", `["oily"]`)+line("3", `[]`))
	if !slices.Equal(got, []string{"f:c1"}) {
		t.Errorf("sent to %v, want the one who answered so", got)
	}
}

// TestBoughtByTag asks once of each event, which is answered in memory, and once of all customers, which the database answers.
func TestBoughtByTag(t *testing.T) {
	const vegans = `
segment "vegans" {
  where = items_bought({ tag = "vegan" }) >= 1
}

segment "shown_vegan" {
  where = length([for o in customer.orders : o if contains(o.items[0].product.tags, "vegan")]) >= 1
}
`
	order := func(id, tags string) string {
		return fmt.Sprintf(`{"id":"p%[1]s","type":"order.placed","at":"2026-03-02T09:00:00Z","source":"shop","customer":{"id":"c%[1]s","email":"c%[1]s@example.test"},`+
			`"order":{"id":"o%[1]s","currency":"EUR","total":"80.00","items":[{"product":"p%[1]s","title":"Serum","unit_price":"80.00"%[2]s}]}}`+"\n", id, tags)
	}
	lines := order("1", `,"tags":["vegan","travel"]`) + order("2", `,"tags":["travel"]`) + order("3", "")
	for _, segment := range []string{"vegans", "shown_vegan"} {
		u := newUser(t, `"order.paid"`)
		got := u.simulated("    event = \"order.placed\"\n    where = segment."+segment, vegans, lines)
		if !slices.Equal(got, []string{"f:o1"}) {
			t.Errorf("%s, of an event: sent to %v, want the one whose product has the tag", segment, got)
		}
		got = u.simulated("    schedule = \"0 9 3 * *\"\n    audience = segment."+segment, vegans, lines, "-until", "2026-03-03T12:00:00Z")
		if !slices.Equal(got, []string{"f:c1@2026-03-03T09:00"}) {
			t.Errorf("%s, on a schedule: sent to %v, want the one whose product has the tag", segment, got)
		}
	}
}

func TestASourceTagsProducts(t *testing.T) {
	u := newUser(t, `"order.paid"`)
	u.write("till.csv", "id,who,tags\n1,a,\"vegan, travel\"\n2,b,travel\n")
	u.write("customers.sql", "select who as id, who || '@example.test' as email from rows")
	u.write("orders.sql", "select id, who as customer_id, '2026-03-02T09:00:00Z' as placed_at from rows")
	u.write("items.sql", "select id as order_id, 'Serum' as title, 'p' || id as product, 80 as unit_price, tags from rows")
	u.write("f.flow.hcl", fmt.Sprintf(asking, "    event = \"order.placed\"\n    where = items_bought({ tag = \"vegan\" }) == 1")+`
source "csv" "till" {
  files       = "till.csv"
  customers   = "customers.sql"
  orders      = "orders.sql"
  order_items = "items.sql"
}
`)
	u.must(exitDone, "validate", "-sources")
	u.must(exitDone, "apply", "-auto-approve")
	u.must(exitDone, "run", "-once")
	u.must(exitDone, "ledger", "-json")
	if got := u.sent(); !slices.Equal(got, []string{"f:1"}) {
		t.Errorf("sent to %v, want the order of what has the tag", got)
	}
}

func TestALetterSaysWhyItCame(t *testing.T) {
	u := newUser(t, `"order.paid"`)
	for trigger, want := range map[string]string{
		"    event = \"order.placed\"":                                     "This e-mail was sent because of order ",
		"    event    = \"customer.created\"\n    once_per = \"customer\"": "This e-mail is part of “Your orders” from Acme.",
	} {
		u.write("f.flow.hcl", fmt.Sprintf(asking, trigger))
		u.must(exitDone, "preview", "-folder", u.dir, "f.m")
		text, err := os.ReadFile(filepath.Join(u.dir, "f.m.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) {
			t.Errorf("%s: %q is not in\n%s", trigger, want, text)
		}
	}
}
