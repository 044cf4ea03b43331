package main

import (
	"fmt"
	"path/filepath"
	"slices"
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
func (u *user) simulated(trigger, blocks, lines string) []string {
	u.t.Helper()
	u.write("f.flow.hcl", fmt.Sprintf(asking, trigger)+blocks)
	u.write("e.jsonl", lines)
	u.must(exitDone, "simulate", "-events", filepath.Join(u.dir, "e.jsonl"), "-json")
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
