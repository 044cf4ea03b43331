package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const testProject = `project "acme" {
  timezone   = "Europe/Berlin"
  currencies = ["EUR"]
  locale     = "en"
  base_url   = "https://post.acme.example"
}

brand {
  name           = "Acme"
  website        = "https://acme.example"
  postal_address = "Acme GmbH, Torstr. 1, 10119 Berlin"
}

sender "email" "default" {
  from     = "Acme <hello@acme.example>"
  reply_to = "care@acme.example"
  smtp     = "file:outbox"
}

topic "orders" {
  title = "Your orders"
  kind  = "transactional"
}
`

// testFlow sends one letter when the awaited event has come, and none when it has not.
const testFlow = `
flow "f" {
  title = "A flow"
  owner = "lifecycle@acme.example"
  topic = topic.orders

  trigger {
    event = "order.placed"
  }

  await "w" {
    event   = %s
    timeout = "9d"
    on_timeout {
      end {}
    }
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

// user is somebody at a shell in a project's folder, at an instant.
type user struct {
	t      *testing.T
	dir    string
	now    time.Time
	stdin  io.Reader
	ctx    context.Context // nil: nobody interrupts
	stdout bytes.Buffer
	stderr bytes.Buffer
}

func newUser(t *testing.T, await string) *user {
	t.Helper()
	u := &user{t: t, dir: t.TempDir(), now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	u.write("project.flow.hcl", testProject)
	u.write("f.flow.hcl", fmt.Sprintf(testFlow, await))
	u.write("m.md", "Hello ${coalesce(customer.first_name, \"there\")},\n\nthis is what we wanted to say to you today.\n")
	return u
}

func (u *user) write(name, text string) {
	u.t.Helper()
	if err := os.WriteFile(filepath.Join(u.dir, name), []byte(text), 0o644); err != nil {
		u.t.Fatal(err)
	}
}

// runs calls flowc in the project's folder and answers its exit code.
func (u *user) runs(args ...string) int {
	ctx := u.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	return u.runsUntil(ctx, args...)
}

// runsUntil is runs where the command is asked to stop when ctx ends.
func (u *user) runsUntil(ctx context.Context, args ...string) int {
	u.stdout.Reset()
	u.stderr.Reset()
	return run(ctx, u.environment(), append([]string{"-project", u.dir}, args...))
}

func (u *user) environment() environment {
	var stdin io.Reader = strings.NewReader("")
	if u.stdin != nil {
		stdin = u.stdin
	}
	return environment{
		stdin: stdin, stdout: &u.stdout, stderr: &u.stderr, getenv: func(string) string { return "" },
		now: func() time.Time { return u.now },
	}
}

// must is runs where the exit code is known.
func (u *user) must(code int, args ...string) {
	u.t.Helper()
	if got := u.runs(args...); got != code {
		u.t.Fatalf("flowc %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, code, u.stdout.String(), u.stderr.String())
	}
}

// sent are the journeys of the messages in a ledger on standard output, sorted.
func (u *user) sent() (journeys []string) {
	u.t.Helper()
	for line := range strings.Lines(u.stdout.String()) {
		var l struct{ Kind, Journey, Outcome string }
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			u.t.Fatalf("%q: %v", line, err)
		}
		if l.Kind == "message" && l.Outcome == "sent" {
			journeys = append(journeys, l.Journey)
		}
	}
	slices.Sort(journeys)
	return journeys
}

func placed(id, at string) string {
	return fmt.Sprintf(`{"id":"p%[1]s","type":"order.placed","at":%[2]q,"source":"shop","customer":{"id":"c1","email":"c1@example.test"},`+
		`"order":{"id":%[1]q,"currency":"EUR","total":"80.00","items":[{"id":"%[1]s-1","product":"p9","title":"Serum","unit_price":"80.00"}]}}`+"\n", id, at)
}

func TestSimulateOfTwoOrdersAnEventOfOneDoesNotMoveTheOther(t *testing.T) {
	const both = `["review.submitted", "return.requested"]`
	for _, c := range []struct {
		await, kind, order string
		want               []string
	}{
		{`"return.requested"`, "return.requested", "o2", []string{"f:o2"}},
		{`"review.submitted"`, "review.submitted", "o2", []string{"f:o2"}},
		{both, "return.requested", "o2", []string{"f:o2"}},
		{both, "review.submitted", "o2", []string{"f:o2"}},
		{`"review.submitted"`, "review.submitted", "", []string{"f:o1", "f:o2"}},
		{`"order.placed"`, "order.paid", "o2", []string{"f:o1"}}, // a later order is about the customer
	} {
		u := newUser(t, c.await)
		event := map[string]any{"id": "x", "type": c.kind, "at": "2026-03-04T09:00:00Z", "source": "shop", "customer": map[string]string{"id": "c1"}}
		if c.order != "" {
			event["order"] = map[string]string{"id": c.order}
		}
		if c.kind == "review.submitted" {
			event["properties"] = map[string]any{"product": "p9", "rating": 5}
		}
		line, err := json.Marshal(event)
		if err != nil {
			t.Fatal(err)
		}
		u.write("e.jsonl", placed("o1", "2026-03-02T09:00:00Z")+placed("o2", "2026-03-02T10:00:00Z")+string(line)+"\n")
		u.must(exitDone, "simulate", "-events", filepath.Join(u.dir, "e.jsonl"), "-json")
		if got := u.sent(); !slices.Equal(got, c.want) {
			t.Errorf("await %s, %s of order %q: sent %v, want %v", c.await, c.kind, c.order, got, c.want)
		}
	}
}

func TestApplyThenPlanSeesNothingAndAnEditIsSeen(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitDone, "plan")
	u.must(exitChanges, "plan", "-detailed-exitcode")
	u.must(exitDone, "apply", "-auto-approve")
	u.must(exitDone, "plan", "-detailed-exitcode")
	u.write("f.flow.hcl", fmt.Sprintf(testFlow, `"order.shipped"`))
	u.must(exitChanges, "plan", "--detailed-exitcode")
}

func TestRunOnceSendsWhatIsDueOnceHoweverOftenItLooks(t *testing.T) {
	u := newUser(t, `"order.paid"`)
	u.must(exitDone, "apply", "-auto-approve")
	u.write("e.jsonl", placed("o1", "2026-03-02T09:00:00Z")+`{"id":"x","type":"order.paid","at":"2026-03-02T10:00:00Z","source":"shop","order":{"id":"o1"}}`+"\n")
	for range 2 {
		u.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))
		u.must(exitDone, "run", "-once")
	}
	u.must(exitDone, "ledger", "-json")
	if got := u.sent(); !slices.Equal(got, []string{"f:o1"}) {
		t.Errorf("sent %v", got)
	}
	letters, err := filepath.Glob(filepath.Join(u.dir, "outbox", "*.eml"))
	if err != nil || len(letters) != 1 {
		t.Errorf("letters %v, %v", letters, err)
	}
}

func TestApplyRefusesToRemoveANodeInWhichPeopleStand(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitDone, "apply", "-auto-approve")
	u.write("e.jsonl", placed("o1", "2026-03-02T09:00:00Z"))
	u.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))
	u.must(exitDone, "run", "-once")
	u.write("f.flow.hcl", strings.Replace(fmt.Sprintf(testFlow, `"order.delivered"`), `await "w"`, `await "v"`, 1))
	u.must(exitRefused, "plan")
	u.must(exitRefused, "apply", "-auto-approve")
}

func TestExitCodesOfTheCommandLine(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitUsage, "nonsense")
	u.must(exitUsage, "simulate")
	u.must(exitUsage, "plan", "-no-such-flag")
	u.must(exitDone, "fmt")
	u.must(exitDone, "fmt", "-check")
	u.write("f.flow.hcl", strings.Replace(fmt.Sprintf(testFlow, `"order.delivered"`), "  title", "       title", 1))
	u.must(exitLayout, "fmt", "-check")
	u.write("f.flow.hcl", fmt.Sprintf(testFlow, `"order.delivred"`))
	u.must(exitFailed, "validate", "-json")
	if !json.Valid(u.stdout.Bytes()) || !strings.Contains(u.stdout.String(), "order.delivered") {
		t.Errorf("got %s", u.stdout.String())
	}
}

func TestARunnerThatIsAskedToStopBeforeItHasBegunEndsCleanly(t *testing.T) {
	u := newUser(t, `"order.delivered"`)
	u.must(exitDone, "apply", "-auto-approve")
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, args := range [][]string{{"run"}, {"run", "-once"}} {
		if code := u.runsUntil(stopped, args...); code != exitDone {
			t.Errorf("flowc %v: exit %d\n%s", args, code, u.stderr.String())
		}
	}
}

func TestEachShippedFlowIsAProjectByItself(t *testing.T) {
	for _, name := range shipped() {
		u := &user{t: t, dir: t.TempDir()}
		u.must(exitDone, "init", "-from", name)
		u.must(exitDone, "validate")
	}
}
