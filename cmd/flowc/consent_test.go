package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const consentTopics = `
topic "offers" {
  title   = "Offers"
  kind    = "marketing"
  consent = "opt_in"
}

topic "diary" {
  title       = "Diary"
  kind        = "marketing"
  consent     = "opt_out"
  implied_for = "24mo"
}
`

// newConsenter is a user whose one customer, c1, has bought once.
func newConsenter(t *testing.T) *user {
	t.Helper()
	u := newUser(t, `"order.delivered"`)
	u.write("f.flow.hcl", brakeFlow+consentTopics)
	u.must(exitDone, "apply", "-auto-approve")
	u.write("e.jsonl", placed("o1", "2026-03-02T09:00:00Z"))
	u.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))
	return u
}

// topics are the states that consent show prints for its first person, with * for those that somebody chose.
func (u *user) topics(who string) map[string]string {
	u.t.Helper()
	u.must(exitDone, "consent", "show", who, "-json")
	var out struct {
		People []struct {
			Topics []struct {
				Topic, State string
				By           *struct{ Basis string }
			}
		}
	}
	if err := json.Unmarshal(u.stdout.Bytes(), &out); err != nil || len(out.People) == 0 {
		u.t.Fatalf("%v\n%s", err, u.stdout.String())
	}
	states := map[string]string{}
	for _, t := range out.People[0].Topics {
		states[t.Topic] = t.State
		if t.By != nil {
			states[t.Topic] += "*"
		}
	}
	return states
}

func (u *user) wantTopics(who, want string) {
	u.t.Helper()
	s := u.topics(who)
	if got := fmt.Sprint(s["orders"], " ", s["tips"], " ", s["offers"], " ", s["diary"]); got != want {
		u.t.Errorf("%s: orders, tips, offers, diary are %s, want %s", who, got, want)
	}
}

func TestConsentShowTellsDefaultsFromChoices(t *testing.T) {
	u := newConsenter(t)
	u.wantTopics("c1", "granted granted denied granted")
	u.must(exitDone, "consent", "show", "C1@example.test")
	text := u.stdout.String()
	for _, want := range []string{
		"c1, c1@example.test\n", "  orders  granted  transactional: goes out whatever the consent\n", "  tips    granted  nobody chose: the topic's default\n",
		"  diary   granted  nobody chose; a purchase implies it until 2028-03-02 09:00Z\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	u.now = u.now.AddDate(2, 0, 1)
	u.wantTopics("c1", "granted granted denied denied")
	u.must(exitFailed, "consent", "show", "nobody")
	u.wantTopics("nobody@example.test", "granted granted denied granted")
}

func TestConsentSetAddsAChoiceWithItsReason(t *testing.T) {
	u := newConsenter(t)
	u.must(exitUsage, "consent", "set", "c1", "tips", "denied")
	u.must(exitUsage, "consent", "set", "c1", "tips", "perhaps", "-reason", "x")
	u.must(exitFailed, "consent", "set", "c1", "tip", "denied", "-reason", "x")
	u.must(exitFailed, "consent", "set", "c1", "orders", "denied", "-reason", "x")
	u.must(exitDone, "consent", "set", "c1", "offers", "granted", "-reason", "signed a card")
	u.wantTopics("c1", "granted granted granted* granted")
	u.now = u.now.Add(time.Minute)
	u.must(exitDone, "consent", "set", "c1@example.test", "all", "denied", "-reason", "called us")
	u.wantTopics("c1", "granted denied* denied* denied*")
	u.must(exitDone, "consent", "show", "c1")
	if text := u.stdout.String(); !strings.Contains(text, `since 2026-03-02 12:01Z, manual (of all marketing), from flowc consent, at c1@example.test, {"reason":"called us"}`) {
		t.Errorf("why is not said:\n%s", text)
	}
	u.must(exitFailed, "consent", "set", "c1", "all", "granted", "-reason", "in the same instant") // the denial holds, and it is said
	u.now = u.now.Add(time.Minute)
	u.must(exitDone, "consent", "set", "c1", "diary", "granted", "-reason", "asked for it")
	u.wantTopics("c1", "granted denied* denied* granted*")
	u.must(exitDone, "consent", "show", "c1", "-json")
	if got := strings.Count(u.stdout.String(), `"basis":`); got != 3+3 { // what decides of each topic, and the history
		t.Errorf("%d words, want 6:\n%s", got, u.stdout.String())
	}
}

func TestConsentImportTakesTheGoodLinesAndNamesTheBadOnes(t *testing.T) {
	const file = "email,topic,state,at,basis,source\n" +
		"c1@example.test,offers,granted,2026-01-01,double_opt_in,chimp\n" +
		"c1@example.test,tips,denied,2026-02-01T10:00:00Z,,chimp\n" +
		"c1@example.test,tips,granted,2026-01-15,,chimp\n" + // older than the denial
		"c1@example.test,diary,granted,2026-02-01T10:00:00Z,,chimp\n" +
		"c1@example.test,diary,denied,2026-02-01T10:00:00Z,,chimp\n" + // at one instant
		"c1@example.test,offer,granted,2026-01-01,,chimp\n" +
		"later@example.test,offers,granted,2026-01-01,,chimp\n"
	u := newConsenter(t)
	u.write("list.csv", file)
	path := filepath.Join(u.dir, "list.csv")
	u.must(exitFailed, "consent", "import", "-strict", path)
	if !strings.Contains(u.stderr.String(), "Nothing was taken") {
		t.Errorf("strict says %q", u.stderr.String())
	}
	u.wantTopics("c1", "granted granted denied granted")
	u.must(exitFailed, "consent", "import", path)
	if err := u.stderr.String(); !strings.Contains(err, path+`:7: there is no marketing topic "offer"; did you mean "offers"?`) || !strings.Contains(err, "6 lines taken, 1 refused.") {
		t.Errorf("it says %q", err)
	}
	u.wantTopics("c1", "granted denied* granted* denied*")
	u.must(exitFailed, "consent", "import", path) // again changes nothing
	u.wantTopics("c1", "granted denied* granted* denied*")
	u.wantTopics("later@example.test", "granted granted granted* granted")
	u.write("e.jsonl", strings.ReplaceAll(placed("o2", "2026-03-02T10:00:00Z"), "c1", "later"))
	u.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))
	u.wantTopics("later", "granted granted granted* granted") // the address has an owner now

	u.write("ids.csv", "customer_id,subscribed,date\nc1,yes,2026-03-01\nc9,yes,2026-03-01\n")
	u.must(exitFailed, "consent", "import", filepath.Join(u.dir, "ids.csv"))
	if err := u.stderr.String(); !strings.Contains(err, `ids.csv:3: there is no customer "c9"`) {
		t.Errorf("it says %q", err)
	}
	u.must(exitFailed, "consent", "import", filepath.Join(u.dir, "project.flow.hcl"))
}

func TestSuppressionsHoldForEveryTopicUntilTheyAreLifted(t *testing.T) {
	u := newConsenter(t)
	u.must(exitUsage, "suppress", "add", "c1@example.test")
	u.must(exitUsage, "suppress", "add", "c1", "-reason", "no address")
	u.must(exitUsage, "suppress", "add", "c1@example.test", "-kind", "mood", "-reason", "x")
	u.must(exitFailed, "suppress", "lift", "c1@example.test", "-reason", "nothing to lift")
	u.must(exitDone, "suppress", "add", "C1@example.test", "-reason", "asked by phone")
	u.must(exitDone, "suppress", "show")
	if got := u.stdout.String(); got != "2026-03-02 12:00Z  c1@example.test  manual  {\"reason\":\"asked by phone\"}\n" {
		t.Errorf("show says %q", got)
	}
	u.must(exitDone, "run", "-once")
	u.wantMails(0, "suppressed")
	u.now = u.now.Add(time.Minute)
	u.must(exitDone, "suppress", "lift", "c1@example.test", "-reason", "asked again")
	u.must(exitDone, "suppress", "show")
	if got := u.stdout.String(); got != "" {
		t.Errorf("what holds after the lift: %q", got)
	}
	u.must(exitDone, "suppress", "show", "c1@example.test", "-json")
	if got := u.stdout.String(); !strings.Contains(got, `"lifted_at":"2026-03-02T12:01:00Z","lift_evidence":{"reason":"asked again"}`) {
		t.Errorf("the history says %q", got)
	}
	u.write("e.jsonl", placed("o2", "2026-03-02T12:01:00Z"))
	u.must(exitDone, "import", filepath.Join(u.dir, "e.jsonl"))
	u.must(exitDone, "run", "-once")
	u.wantMails(1, "lifted")
}

func TestSuppressImportTellsWhoOnlyUnsubscribed(t *testing.T) {
	u := newConsenter(t)
	u.write("list.csv", "Email Address;Reason;Created At\nc1@example.test;unsubscribed;2026-02-01\nbad@example.test;Hard Bounce;2026-02-01\nnobody;spam;2026-02-01\nold@example.test;spam;\n")
	path := filepath.Join(u.dir, "list.csv")
	u.must(exitFailed, "suppress", "import", path)
	for _, want := range []string{path + `:4: "nobody" is no e-mail address`, path + ":5: has no date; say -at TIME", "1 address had only unsubscribed", "2 lines taken, 2 refused."} {
		if !strings.Contains(u.stderr.String(), want) {
			t.Errorf("%q is not in %q", want, u.stderr.String())
		}
	}
	u.wantTopics("c1", "granted denied* denied* denied*")
	u.must(exitDone, "suppress", "show", "-json")
	if got := u.stdout.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, `"address":"bad@example.test","reason":"hard_bounce","at":"2026-01-31T23:00:00Z"`) {
		t.Errorf("suppressed are %s", got)
	}
	u.must(exitFailed, "suppress", "import", "-at", "2026-02-01T00:00:00Z", path)
	if !strings.Contains(u.stderr.String(), "3 lines taken, 1 refused.") {
		t.Errorf("with -at: %q", u.stderr.String())
	}
	u.must(exitUsage, "suppress", "import", "-at", "2027-02-01T00:00:00Z", path)
}
