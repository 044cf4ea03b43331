package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// canaries are texts about one person that are found nowhere after an erasure.
var canaries = []string{
	"canary-first", "canary-last", "canary-former", "canary-mail", "canary-oldmail", "+4930999001", "canary-loyalty", "canary-city", "canary-tag", "canary-skin",
	"canary-gift", "canary-note", "canary-order-tag", "canary-engraving", "canary-track", "canary-url", "CANARY-CODE", "canary-reason", "canary-review", "canary-title",
	"canary-property", "canary-why", "canary-evidence", "1987-06-05",
}

const canaryFlow = `
flow "late" {
  title = "Later"
  topic = topic.tips

  trigger {
    event = "order.placed"
  }

  delay "wait" { for = "30d" }

  step "m" {
    email {
      subject   = "Still there, ${coalesce(customer.first_name, "you")}?"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
`

const canaryLines = `{"id":"e0","type":"customer.updated","at":"2026-03-01T09:00:00Z","source":"shop","customer":{"id":"c1","email":"canary-oldmail@example.test","attributes":{"former":"FORMER"}}}
{"id":"e1","type":"order.placed","at":"2026-03-02T11:00:00Z","source":"shop","customer":{"id":"c1","email":"canary-mail@example.test","phone":"+4930999001","loyalty_id":"canary-loyalty","first_name":"canary-first","last_name":"canary-last","city":"canary-city","country":"DE","birthday":"1987-06-05","tags":["canary-tag"],"attributes":{"skin_type":"canary-skin","former":null}},"order":{"id":"o1","currency":"EUR","total":"80.00","gift_message":"canary-gift","customer_note":"canary-note","tags":["canary-order-tag"],"attributes":{"engraving":"canary-engraving"},"url":"https://shop.example.test/canary-url","discount_codes":["CANARY-CODE"],"items":[{"id":"i","product":"p","title":"Serum"}]}}
{"id":"e2","type":"order.shipped","at":"2026-03-02T11:10:00Z","source":"shop","order":{"id":"o1","carrier":"DHL","tracking_number":"canary-track","tracking_url":"https://t.example/canary-track"}}
{"id":"e3","type":"order.refunded","at":"2026-03-02T11:20:00Z","source":"shop","order":{"id":"o1"},"properties":{"amount":"1.00","reason":"canary-reason"}}
{"id":"e4","type":"review.submitted","at":"2026-03-02T11:30:00Z","source":"shop","customer":{"id":"c1"},"order":{"id":"o1"},"properties":{"product":"p","rating":5,"title":"canary-title","body":"canary-review"}}
{"id":"e5","type":"question.asked","at":"2026-03-02T11:40:00Z","source":"shop","customer":{"id":"c1"},"properties":{"product":"p","body":"canary-property"}}
{"id":"e6","type":"order.placed","at":"2026-03-02T11:00:00Z","source":"shop","customer":{"id":"c2","email":"bob@example.test","first_name":"Bob"},"order":{"id":"o2","currency":"EUR","total":"80.00","items":[{"id":"i","product":"p","title":"Serum"}]}}
`

// newCanary is a store that knows a person well: they bought, got a letter, wait in a flow, said things.
func newCanary(t *testing.T) *user {
	t.Helper()
	u := newUser(t, `"order.delivered"`)
	u.write("f.flow.hcl", brakeFlow+canaryFlow)
	u.must(exitDone, "apply", "-auto-approve")
	for i := range 60 { // other people's rows around, so that pages are split
		u.write("others.jsonl", strings.ReplaceAll(placed(fmt.Sprint("x", i), "2026-02-02T09:00:00Z"), `"c1`, fmt.Sprintf(`"x%d`, i)))
		u.must(exitDone, "import", filepath.Join(u.dir, "others.jsonl"))
	}
	// What is written over later leaves pages that nobody owns.
	u.write("canary.jsonl", strings.Replace(canaryLines, "FORMER", strings.Repeat("canary-former ", 1000), 1))
	u.must(exitDone, "import", filepath.Join(u.dir, "canary.jsonl"))
	u.must(exitDone, "run", "-once")
	u.must(exitDone, "consent", "set", "c1", "tips", "denied", "-reason", "canary-evidence")
	u.must(exitDone, "pause", "customer", "c1", "-reason", "canary-why")
	return u
}

// found are the canaries that stand in the files of the project's folder, but for what the test itself and the mail folder hold.
func (u *user) found() (out []string) {
	u.t.Helper()
	err := filepath.WalkDir(u.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "outbox":
			return fs.SkipDir
		case d.IsDir() || !strings.HasPrefix(d.Name(), "flowc.db"):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, c := range canaries {
			if bytes.Contains(bytes.ToLower(text), []byte(strings.ToLower(c))) {
				out = append(out, d.Name()+": "+c)
			}
		}
		return nil
	})
	if err != nil {
		u.t.Fatal(err)
	}
	return out
}

func TestAfterAnErasureNothingOfThePersonIsInTheFiles(t *testing.T) {
	u := newCanary(t)
	reader, err := (&command{environment: u.environment(), project: u.dir}).existingStore(t.Context()) // as a runner would have it open
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if n := len(u.found()); n < len(canaries) {
		t.Fatalf("before: only %d of %d canaries are in the files: %v", n, len(canaries), u.found())
	}
	u.must(exitFailed, "erase", "c1") // nobody said yes
	if n := len(u.found()); n < len(canaries) {
		t.Fatal("erased though nobody said yes")
	}
	u.must(exitDone, "erase", "-auto-approve", "c1")
	if got := u.found(); len(got) > 0 {
		t.Errorf("after: %v", got)
	}
	u.must(exitDone, "ledger", "-customer", "c1", "-json")
	ledger := u.stdout.String()
	for _, want := range []string{`"journey":"f:o1"`, `"outcome":"sent"`, `"outcome":"left","reason":"erased"`} {
		if !strings.Contains(ledger, want) {
			t.Errorf("the ledger has lost %s:\n%s", want, ledger)
		}
	}
	u.must(exitDone, "ledger", "-customer", "c2", "-json")
	if !strings.Contains(u.stdout.String(), `"subject":"A word from us"`) {
		t.Errorf("another customer's ledger:\n%s", u.stdout.String())
	}
	u.must(exitFailed, "erase", "-auto-approve", "nobody")
	u.must(exitDone, "erase", "-auto-approve", "c1") // again does no harm
}

func TestAnErasedPersonWhoComesBackGetsNothingTwiceAndNothingThatTheyRefused(t *testing.T) {
	u := newCanary(t)
	u.must(exitDone, "resume", "-auto-approve")
	u.must(exitDone, "erase", "-auto-approve", "c1")
	before := u.mails()
	again := strings.ReplaceAll(canaryLines, `"id":"e`, `"id":"again`)
	u.write("again.jsonl", again+strings.ReplaceAll(placed("o3", "2026-03-02T12:00:00Z"), "c1@", "canary-mail@"))
	u.now = u.now.Add(time.Hour)
	u.must(exitDone, "import", filepath.Join(u.dir, "again.jsonl"))
	u.must(exitDone, "run", "-once")
	u.wantMails(before, "the same order again, and a new one whose topic was refused")
	u.must(exitDone, "ledger", "-customer", "c1", "-json")
	if got := strings.Count(u.stdout.String(), `"journey":"f:o3","flow":"f","node":"m","round":"0","channel":"email","customer":"c1","order":"o3","topic":"tips","variant":null,"outcome":"dropped","reason":"no_consent"`); got != 1 {
		t.Errorf("the new order's letter:\n%s", u.stdout.String())
	}
	u.must(exitDone, "consent", "show", "canary-mail@example.test", "-json")
	if got := u.stdout.String(); !strings.Contains(got, `"basis":"erased"`) || !strings.Contains(got, `"topic":"tips","title":"Tips","state":"denied","transactional":false,"by":{"topic":"tips"`) {
		t.Errorf("consent of who came back:\n%s", got)
	}
}

func TestAPersonWhoIsRestoredFromABackupIsErasedAgainBeforeTheRunnerBegins(t *testing.T) {
	u := newCanary(t)
	db := filepath.Join(u.dir, "flowc.db")
	backup, err := os.ReadFile(db) // every command has closed the store: all is in this file
	if err != nil {
		t.Fatal(err)
	}
	u.now = u.now.Add(time.Hour)
	u.must(exitDone, "resume", "-auto-approve")
	u.must(exitDone, "suppress", "add", "canary-mail@example.test", "-reason", "canary-why")
	u.must(exitDone, "erase", "-auto-approve", "c1")
	for _, leftover := range []string{"-wal", "-shm"} {
		os.Remove(db + leftover)
	}
	if err := os.WriteFile(db, backup, 0o600); err != nil {
		t.Fatal(err)
	}
	if len(u.found()) == 0 {
		t.Fatal("the backup holds nothing")
	}
	before := u.mails()
	u.now = u.now.Add(31 * 24 * time.Hour)
	u.must(exitDone, "run", "-once")
	if got := u.found(); len(got) > 0 {
		t.Errorf("after the restore: %v", got)
	}
	u.must(exitDone, "ledger", "-customer", "c1", "-json")
	if !strings.Contains(u.stdout.String(), `"outcome":"left","reason":"erased"`) || strings.Contains(u.stdout.String(), `"journey":"late:o1","flow":"late","node":"m"`) {
		t.Errorf("the ledger:\n%s", u.stdout.String())
	}
	// What was refused after the backup was made is refused, too.
	u.must(exitDone, "suppress", "show", "canary-mail@example.test", "-json")
	if !strings.Contains(u.stdout.String(), `"reason":"manual"`) {
		t.Errorf("the suppression that came after the backup: %q", u.stdout.String())
	}
	u.must(exitDone, "run", "-once")
	if strings.Contains(u.stderr.String(), "done again") {
		t.Errorf("erased again twice: %s", u.stderr.String())
	}
	if got := u.mails() - before; got != 1 { // the late letter of c2
		t.Errorf("%d mails after the restore, want the other customer's", got)
	}
	for _, line := range []string{"{\n", `{"customer":"c1"}` + "\n", `{"customer":"c1","at":"2026-03-02T12:00:00Z","refused":[{"channel":"email","address":"a@x.test","topic":"tips","at":"2026-03-02T12:00:00Z"}]}` + "\n"} {
		if err := os.WriteFile(db+".erased", []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		u.must(exitFailed, "run", "-once") // without knowing who was erased nobody is sent anything
	}
	if err := os.WriteFile(db+".erased", []byte("{\"customer"), 0o600); err != nil { // an erasure that was never finished
		t.Fatal(err)
	}
	u.must(exitDone, "run", "-once")
}

func TestExportHoldsAllThatIsKnownOfOnePerson(t *testing.T) {
	u := newCanary(t)
	u.must(exitDone, "export-person", "canary-mail@example.test")
	text := u.stdout.String()
	for _, c := range canaries {
		if c != "canary-former" && !strings.Contains(text, c) { // what was written over is not known any more
			t.Errorf("%s is missing in\n%s", c, text)
		}
	}
	for _, never := range []string{"bob@", "x1@", `"o2"`} {
		if strings.Contains(text, never) {
			t.Errorf("%s of somebody else is in\n%s", never, text)
		}
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &parts); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"customer", "identities", "orders", "events", "consents", "suppressions", "journeys", "messages", "reviews"} {
		if len(parts[name]) == 0 {
			t.Errorf("no %s in\n%s", name, text)
		}
	}
	u.must(exitFailed, "export-person", "nobody")
}
