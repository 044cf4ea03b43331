package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/flowc/flowc/runtime/delivery/smtpsink"
)

var drills = flag.Int("drills", 3, "how often TestDrill restores a backup")

// drill is a shop whose store is backed up and restored again and again.
type drill struct {
	*user
	sink *smtpsink.Sink
	r    *rand.Rand
	n    int // orders
}

// newDrill has a flow with a letter at once and one an hour later, and a mail server that counts.
func newDrill(t *testing.T, seed uint64) *drill {
	t.Helper()
	sink, err := smtpsink.Start(smtpsink.Config{KeyHeader: "Subject", Seed: seed})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sink.Close() })
	d := &drill{user: newUser(t, `"order.delivered"`), sink: sink, r: rand.New(rand.NewPCG(seed, 7))}
	d.write("project.flow.hcl", strings.Replace(testProject, "file:outbox", sink.URL()+"?starttls=off", 1))
	flow := strings.Replace(brakeFlow, `"A word from us"`, `"now ${order.id}"`, 1)
	flow = strings.TrimSuffix(strings.TrimSpace(flow), "}") + `
  delay "d" { for = "1h" }

  step "later" {
    email {
      subject   = "later ${order.id}"
      preheader = "What is new with us."
      body      = "m.md"
    }
  }
}
`
	d.write("f.flow.hcl", flow)
	d.must(exitDone, "apply", "-auto-approve")
	return d
}

func (d *drill) store() string { return filepath.Join(d.dir, "flowc.db") }

// place imports new orders, of which the shop keeps the file.
func (d *drill) place(orders int) (file string) {
	d.t.Helper()
	var lines strings.Builder
	for range orders {
		d.n++
		fmt.Fprintf(&lines, `{"id":"e%[1]d","type":"order.placed","at":%[2]q,"customer":{"id":"c%[1]d","email":"c%[1]d@example.test"},"order":{"id":"o%[1]d","currency":"EUR","items":[{"id":"i","product":"p","title":"Serum"}]}}`+"\n",
			d.n, d.now.Format(time.RFC3339))
	}
	file = filepath.Join(d.dir, fmt.Sprintf("orders-%d.jsonl", d.n))
	d.write(filepath.Base(file), lines.String())
	d.must(exitDone, "import", file)
	return file
}

// restore puts a backup in the store's place, as the help of `flowc backup` says.
func (d *drill) restore(backup string) {
	d.t.Helper()
	for _, suffix := range []string{"-wal", "-shm", ""} {
		os.Remove(d.store() + suffix)
	}
	content, err := os.ReadFile(backup)
	if err == nil {
		err = os.WriteFile(d.store(), content, 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// twice are the letters that came more than once.
func (d *drill) twice() (list []string) {
	seen := map[string]int{}
	for _, m := range d.sink.Messages() {
		if seen[m.ID]++; seen[m.ID] == 2 {
			list = append(list, m.ID)
		}
	}
	return list
}

func (d *drill) says(text string) {
	d.t.Helper()
	if out := d.stdout.String() + d.stderr.String(); !strings.Contains(out, text) {
		d.t.Fatalf("%q is not in\n%s", text, out)
	}
}

// A backup that is put in the store's place sends nothing twice.
//
//	go test ./cmd/flowc -run TestDrill -drills 1000
func TestDrillARestoredBackupIsQuarantinedAndSendsNothingTwice(t *testing.T) {
	seed := *killSeed
	for seed == 0 {
		seed = rand.Uint64N(1 << 32)
	}
	d := newDrill(t, seed)
	unknown := 0
	for n := range *drills {
		d.place(d.r.IntN(6))
		d.must(exitDone, "run", "-once")
		early := d.place(1 + d.r.IntN(6)) // which wait when the backup is made, as events or as letters
		paused := n%2 == 0
		if paused {
			d.must(exitDone, "pause")
			d.must(exitDone, "run", "-once")
		}
		backup := filepath.Join(d.dir, "backup.db")
		d.must(exitDone, "backup", backup)
		if paused {
			d.must(exitDone, "resume", "-auto-approve")
			d.now = d.now.Add(2 * time.Minute)
		}

		late := d.place(1 + d.r.IntN(6))
		sent := d.sink.Count()
		for range 1 + d.r.IntN(3) {
			d.must(exitDone, "run", "-once")
			d.now = d.now.Add(time.Duration(1+d.r.IntN(90)) * time.Minute)
		}
		sent = d.sink.Count() - sent
		before := d.sink.Count()

		d.restore(backup)
		os.Remove(backup)
		d.must(exitFailed, "run", "-once")
		d.says("has hand-overs that the store does not know")
		d.must(exitFailed, "recover")
		d.says(fmt.Sprintf("the journal has %d message", sent))
		d.must(exitFailed, "run", "-once")
		if got := d.sink.Count(); got != before {
			t.Fatalf("seed %d, drill %d: %d letters were sent in quarantine", seed, n, got-before)
		}
		d.must(exitDone, "import", late) // the shop brings again what the backup lacks
		d.must(exitDone, "import", early)
		d.must(exitDone, "recover", "-auto-approve")
		if paused { // as it was when the backup was made
			d.must(exitDone, "resume", "-auto-approve")
		}
		d.must(exitDone, "run", "-once")
		d.now = d.now.Add(2 * time.Hour)
		d.must(exitDone, "run", "-once")
		d.must(exitDone, "recover")
		d.says("agrees with the store")
		if list := d.twice(); len(list) > 0 {
			t.Fatalf("seed %d, drill %d: sent twice: %v", seed, n, list)
		}
		if got, want := d.sink.Count(), 2*d.n; got != want {
			t.Fatalf("seed %d, drill %d: %d letters of %d orders, want %d: what the backup knew to be due is not lost", seed, n, got, d.n, want)
		}
		unknown += sent
	}
	d.must(exitDone, "ledger", "-json")
	if got := strings.Count(d.stdout.String(), `"outcome":"unknown"`); got != unknown || unknown == 0 {
		t.Errorf("%d messages are listed as unknown, %d left after a backup", got, unknown)
	}
	t.Logf("%d drills, %d letters, %d of them sent after a backup; none twice", *drills, d.sink.Count(), unknown)
}
