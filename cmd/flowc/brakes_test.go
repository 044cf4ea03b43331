package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const brakeFlow = `
topic "tips" {
  title   = "Tips"
  kind    = "marketing"
  consent = "opt_out"
}

flow "f" {
  title = "A flow"
  topic = topic.tips

  trigger {
    event = "order.placed"
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

// newBrakes is a user whose flow thanks at once, with some limits, and whose orders are placed just now.
func newBrakes(t *testing.T, limits string, orders int) *user {
	t.Helper()
	u := newUser(t, `"order.delivered"`)
	u.write("f.flow.hcl", brakeFlow+limits)
	u.must(exitDone, "apply", "-auto-approve")
	u.orders(orders, "o")
	return u
}

// orders imports orders of as many customers, placed now.
func (u *user) orders(n int, prefix string) {
	u.t.Helper()
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"id":"e-%[1]s%[2]d","type":"order.placed","at":%[3]q,"customer":{"id":"c%[2]d","email":"c%[2]d@example.test"},"order":{"id":"%[1]s%[2]d","currency":"EUR","items":[{"id":"i","product":"p","title":"Serum"}]}}`+"\n",
			prefix, i, u.now.Format(time.RFC3339))
	}
	u.write("orders.jsonl", lines.String())
	u.must(exitDone, "import", filepath.Join(u.dir, "orders.jsonl"))
}

// mails is how many letters lie in the outbox folder.
func (u *user) mails() int {
	u.t.Helper()
	files, err := filepath.Glob(filepath.Join(u.dir, "outbox", "*.eml"))
	if err != nil {
		u.t.Fatal(err)
	}
	return len(files)
}

func (u *user) wantMails(want int, when string) {
	u.t.Helper()
	if got := u.mails(); got != want {
		u.t.Errorf("%s: %d mails, want %d", when, got, want)
	}
}

func TestPauseStopsWhatItNamesAndResumeLetsItGo(t *testing.T) {
	for _, scope := range [][]string{{}, {"marketing"}, {"flow", "f"}, {"topic", "tips"}, {"sender", "default"}} {
		u := newBrakes(t, "", 2)
		u.must(exitDone, append([]string{"pause"}, scope...)...)
		u.must(exitDone, "run", "-once")
		u.wantMails(0, "paused")
		u.must(exitFailed, append([]string{"resume"}, scope...)...) // nobody said yes
		u.must(exitDone, "run", "-once")
		u.wantMails(0, "still paused")
		u.must(exitDone, append([]string{"resume", "-auto-approve"}, scope...)...)
		if !strings.Contains(u.stderr.String(), "2 messages wait") {
			t.Errorf("resume %v says %q", scope, u.stderr.String())
		}
		u.now = u.now.Add(2 * time.Minute)
		u.must(exitDone, "run", "-once")
		u.wantMails(2, "resumed")
	}
}

func TestPauseOfOneCustomerOrAnotherFlowLetsTheRestGo(t *testing.T) {
	u := newBrakes(t, "", 2)
	u.must(exitDone, "pause", "customer", "c1")
	u.must(exitDone, "pause", "flow", "another")
	u.must(exitDone, "run", "-once")
	u.wantMails(1, "one is paused")
}

func TestAnEmptyFileBesideTheStoreStopsEverything(t *testing.T) {
	u := newBrakes(t, "", 2)
	file := filepath.Join(u.dir, "flowc.db.paused")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	u.must(exitDone, "run", "-once")
	u.wantMails(0, "the file is there")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	u.now = u.now.Add(2 * time.Minute)
	u.must(exitDone, "run", "-once")
	u.wantMails(2, "the file is gone")
}

func TestPauseWorksWhereTheStoreDoesNot(t *testing.T) {
	u := newBrakes(t, "", 2)
	store := filepath.Join(u.dir, "flowc.db")
	if err := os.Rename(store, store+".away"); err != nil {
		t.Fatal(err)
	}
	u.must(exitDone, "pause")
	if err := os.Rename(store+".away", store); err != nil {
		t.Fatal(err)
	}
	u.must(exitDone, "run", "-once")
	u.wantMails(0, "paused without the store")
}

func TestWhatIsStaleAtResumeIsDroppedAndSaidBefore(t *testing.T) {
	u := newBrakes(t, "", 2)
	u.must(exitDone, "pause")
	u.must(exitDone, "run", "-once")
	u.now = u.now.Add(8 * 24 * time.Hour)
	u.must(exitDone, "resume", "-auto-approve")
	if !strings.Contains(u.stderr.String(), "2 came too late") {
		t.Errorf("resume says %q", u.stderr.String())
	}
	u.must(exitDone, "run", "-once")
	u.wantMails(0, "stale")
	u.must(exitDone, "ledger", "-json")
	if got := strings.Count(u.stdout.String(), `"outcome":"dropped","reason":"stale"`); got != 2 {
		t.Errorf("%d dropped as stale, want 2\n%s", got, u.stdout.String())
	}
}

// held is how many messages status says are held.
func (u *user) held() int64 {
	u.t.Helper()
	u.must(exitDone, "status", "-json")
	var s struct{ Waiting struct{ Held int64 } }
	if err := json.Unmarshal(u.stdout.Bytes(), &s); err != nil {
		u.t.Fatal(err)
	}
	return s.Waiting.Held
}

func TestLimitsHoldWhatIsBeyondThemUntilAPersonDecides(t *testing.T) {
	for _, c := range []struct {
		limit string
		later time.Duration // when the limit would let others go
	}{
		{"sends_per_tick = 3", time.Minute}, {"sends_per_hour = 3", 61 * time.Minute}, {"sends_per_day = 3", 25 * time.Hour},
	} {
		u := newBrakes(t, "limits {\n  "+c.limit+"\n}\n", 5)
		u.must(exitDone, "run", "-once")
		u.wantMails(3, c.limit)
		if got := u.held(); got != 2 {
			t.Errorf("%s: %d held, want 2", c.limit, got)
		}
		u.now = u.now.Add(c.later)
		u.must(exitDone, "run", "-once")
		u.wantMails(3, c.limit+": held messages do not go by themselves")
		u.must(exitDone, "release")
		u.must(exitDone, "run", "-once")
		u.wantMails(5, c.limit+", released")
		u.now = u.now.Add(c.later)
		u.orders(5, "p")
		u.must(exitDone, "run", "-once")
		u.wantMails(8, c.limit+", the next ones")
		u.must(exitDone, "drop")
		if got := u.held(); got != 0 {
			t.Errorf("%s: %d held after drop, want 0", c.limit, got)
		}
	}
}

func TestReleasedMessagesPassALimitThatIsReached(t *testing.T) {
	u := newBrakes(t, "limits {\n  sends_per_day = 1\n}\n", 3)
	u.must(exitDone, "run", "-once")
	u.must(exitDone, "release")
	u.must(exitDone, "run", "-once")
	u.wantMails(3, "released on the same day")
}

func TestASurgeIsMeasuredAgainstTheBestDayOfTheFortnight(t *testing.T) {
	u := newBrakes(t, "limits {\n  surge = 2\n}\n", 3)
	u.must(exitDone, "run", "-once")
	u.wantMails(3, "there is no day to compare with")
	u.now = u.now.Add(24 * time.Hour)
	u.orders(9, "p")
	u.must(exitDone, "run", "-once")
	u.wantMails(3+6, "twice the best day")
	if got := u.held(); got != 3 {
		t.Errorf("%d held, want 3", got)
	}
	u.now = u.now.Add(16 * 24 * time.Hour)
	u.orders(9, "q")
	u.must(exitDone, "run", "-once")
	u.wantMails(9+9, "a fortnight later there is no day to compare with")
}

func TestBouncesStopMarketingUntilAPersonLetsItGoOn(t *testing.T) {
	u := newBrakes(t, "", 210)
	u.must(exitDone, "run", "-once")
	u.wantMails(210, "all is well")
	var lines strings.Builder
	for i := range 15 {
		fmt.Fprintf(&lines, `{"id":"b%d","type":"message.bounced","at":%q,"customer":{"id":"c%d"},"properties":{"kind":"hard"}}`+"\n", i, u.now.Format(time.RFC3339), i)
	}
	u.write("bounces.jsonl", lines.String())
	u.must(exitDone, "import", filepath.Join(u.dir, "bounces.jsonl"))
	u.now = u.now.Add(time.Minute)
	u.must(exitDone, "run", "-once")
	u.orders(40, "p")
	u.must(exitDone, "run", "-once")
	u.wantMails(210, "7 % of 210 bounced")
	u.must(exitDone, "status")
	if !strings.Contains(u.stdout.String(), "marketing (7.1 % of the latest messages bounced)") {
		t.Errorf("status says\n%s", u.stdout.String())
	}
	u.must(exitDone, "resume", "marketing", "-auto-approve")
	u.must(exitDone, "run", "-once")
	u.wantMails(210+25, "resumed; 15 of 40 are suppressed")
}

func TestAClockThatWasPutBackHoldsEverythingUntilItHasCaughtUp(t *testing.T) {
	u := newBrakes(t, "", 1)
	u.must(exitDone, "run", "-once")
	u.wantMails(1, "at first")
	u.orders(1, "p")
	u.now = u.now.Add(-time.Second)
	u.must(exitDone, "run", "-once") // a second is the network's time at work
	u.wantMails(1, "the order is of a second from now")
	u.now = u.now.Add(-time.Hour)
	u.must(exitFailed, "run", "-once")
	if !strings.Contains(u.stderr.String(), "until it has caught up") {
		t.Errorf("the runner says %q", u.stderr.String())
	}
	u.now = u.now.Add(2 * time.Hour)
	u.must(exitDone, "run", "-once")
	u.wantMails(2, "caught up")
	u.must(exitDone, "run", "-once", "-at", "2026-03-02T09:00:00Z") // a time of the user's own is no clock put back
}
